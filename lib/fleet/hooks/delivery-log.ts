import type { Database } from '#lib/store/database/database.ts';
import { KEPT_DELIVERIES, type NewDelivery, recordDeliveries } from '#lib/store/hooks/deliveries.ts';

/** Records calls of hooks. A storm of calls is written together, and only the last calls of each hook. */
export interface DeliveryLog {
  /** Notes a call, to be written soon. */
  add(delivery: NewDelivery): void;
  /** Writes what was noted. */
  flush(): Promise<void>;
}

const WRITE_AFTER_MS = 200;

/** `failed` hears why calls could not be written; they are lost then. */
export function createDeliveryLog(db: Database, failed: (error: unknown) => void): DeliveryLog {
  const noted = new Map<string, NewDelivery[]>();
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    const deliveries = [...noted.values()].flat();
    noted.clear();
    writing = writing.then(() => recordDeliveries(db, deliveries)).catch(failed);
    return writing;
  };
  return {
    add(delivery) {
      const ofHook = noted.get(delivery.hookId) ?? [];
      ofHook.push(delivery);
      if (ofHook.length > KEPT_DELIVERIES) ofHook.shift();
      noted.set(delivery.hookId, ofHook);
      timer ??= setTimeout(write, WRITE_AFTER_MS).unref();
    },
    flush: write,
  };
}
