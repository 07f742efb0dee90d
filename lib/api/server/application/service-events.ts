import type { Events } from '#lib/fleet/services/events.ts';
import type { DatabaseWatch } from '#lib/store/database/watch.ts';
import type { EventSource } from '../http/event-stream.ts';

/**
 * The fleet's events, and this process's own: whether its database answers. A listener that starts while it does not
 * gets that event first; there are no others then.
 */
export function serviceEvents(events: Pick<Events, 'subscribe'>, watch: DatabaseWatch): EventSource {
  return {
    subscribe(listener) {
      const tell = (reachable: boolean) =>
        listener({ type: 'service', database: reachable ? 'ok' : 'unreachable' });
      if (!watch.reachable) tell(false);
      const ends = [events.subscribe(listener), watch.subscribe(tell)];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
