/** Limits how many tasks run at once for each key; first come, first served. */
export interface Slots {
  /** Waits for a slot. The result releases it. Rejects with the signal's reason if the signal aborts first. */
  take(key: string, signal: AbortSignal | undefined): Promise<() => void>;
}

interface Queue {
  active: number;
  /** The next waiter is at `first`; an aborted one leaves a hole, so that tens of thousands need no scan. */
  waiting: ((() => void) | undefined)[];
  first: number;
}

/** `limit` slots for each key; unused keys take no memory. */
export function createSlots(limit: number): Slots {
  const queues = new Map<string, Queue>();
  const release = (key: string, queue: Queue) => {
    const next = nextOf(queue);
    if (next) return next();
    queue.active -= 1;
    if (queue.active === 0) queues.delete(key);
  };
  return {
    async take(key, signal) {
      signal?.throwIfAborted();
      const queue = queues.get(key) ?? { active: 0, waiting: [], first: 0 };
      queues.set(key, queue);
      if (queue.active < limit) queue.active += 1;
      else await turn(queue, signal);
      let held = true;
      return () => {
        if (held) release(key, queue);
        held = false;
      };
    },
  };
}

function nextOf(queue: Queue): (() => void) | undefined {
  while (queue.first < queue.waiting.length) {
    const next = queue.waiting[queue.first];
    queue.waiting[queue.first++] = undefined;
    if (next) return next;
  }
  queue.waiting = [];
  queue.first = 0;
  return undefined;
}

function turn(queue: Queue, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const proceed = () => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    const { waiting } = queue;
    const place = waiting.push(proceed) - 1;
    const leave = () => {
      waiting[place] = undefined;
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
  });
}
