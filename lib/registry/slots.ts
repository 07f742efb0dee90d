/** A bound on what is under way at once for each key, first come, first served. */
export interface Slots {
  /** Waits for a slot; the result gives it back. Rejects with the signal's reason if that comes first. */
  take(key: string, signal: AbortSignal | undefined): Promise<() => void>;
}

interface Queue {
  active: number;
  readonly waiting: Set<() => void>;
}

/** `limit` slots per key; keys without use cost nothing. */
export function createSlots(limit: number): Slots {
  const queues = new Map<string, Queue>();
  const release = (key: string, queue: Queue) => {
    const [next] = queue.waiting;
    if (next) {
      queue.waiting.delete(next);
      return next();
    }
    queue.active -= 1;
    if (queue.active === 0) queues.delete(key);
  };
  return {
    async take(key, signal) {
      signal?.throwIfAborted();
      const queue = queues.get(key) ?? { active: 0, waiting: new Set() };
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

function turn(queue: Queue, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const proceed = () => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    const leave = () => {
      queue.waiting.delete(proceed);
      reject(signal?.reason);
    };
    queue.waiting.add(proceed);
    signal?.addEventListener('abort', leave, { once: true });
  });
}
