import type { Events } from '#lib/fleet/services/events.ts';
import type { DatabaseWatch } from '#lib/store/database/watch.ts';
import type { EventSource } from '../http/event-stream.ts';

/**
 * The fleet's events, and an event when the database becomes unreachable or reachable for this process. A listener that
 * subscribes while it is unreachable gets that event first.
 */
export function serviceEvents(events: Pick<Events, 'subscribe'>, watch: DatabaseWatch): EventSource {
  return {
    subscribe(listener) {
      const send = (reachable: boolean) =>
        listener({ type: 'service', database: reachable ? 'ok' : 'unreachable' });
      if (!watch.reachable) send(false);
      const ends = [events.subscribe(listener), watch.subscribe(send)];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
