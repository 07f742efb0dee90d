import type { FleetContext } from '#lib/fleet/context.ts';
import { scanEvent } from '#lib/fleet/scan/scan-images.ts';
import type { DatabaseWatch } from '#lib/store/database/watch.ts';
import { readOpenScans } from '#lib/store/scans/scans.ts';
import type { EventSource } from '../http/event-stream.ts';

/**
 * The fleet's events, and an event when the database becomes unreachable or reachable for this process. A listener that
 * subscribes while it is unreachable gets that event first. Otherwise it first gets the progress of the scans that run:
 * a slow one may not send another event for minutes.
 */
export function serviceEvents(
  {
    db,
    events,
    log,
  }: Pick<FleetContext, 'db' | 'log'> & {
    readonly events: Pick<FleetContext['events'], 'subscribe' | 'onReconnect'>;
  },
  watch: DatabaseWatch,
): EventSource {
  return {
    subscribe(listener) {
      const send = (reachable: boolean) =>
        listener({ type: 'service', database: reachable ? 'ok' : 'unreachable' });
      const ends = [
        events.subscribe(listener),
        watch.subscribe(send),
        // Events of the break are lost: the listener reads again what they would have changed.
        events.onReconnect(() => send(true)),
      ];
      let ended = false;
      if (!watch.reachable) send(false);
      else {
        readOpenScans(db)
          .then((scans) => {
            if (!ended) for (const scan of scans) listener(scanEvent(scan));
          })
          .catch((err) => log.warn({ err }, 'the running scans could not be read'));
      }
      return () => {
        ended = true;
        for (const end of ends) end();
      };
    },
  };
}
