import DataLoader from 'dataloader';

/** Answers keys with one query at a time: whatever is asked meanwhile is the next query's. */
export function batched<Key, Answer>(
  query: (keys: readonly Key[]) => Promise<readonly Answer[]>,
): (key: Key) => Promise<Answer> {
  let running: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<Key, Answer>(
    (keys) => {
      const answers = query(keys);
      running = answers.catch(() => undefined);
      return answers;
    },
    { cache: false, maxBatchSize: MOST_AT_ONCE, batchScheduleFn: (begin) => void running.then(begin) },
  );
  return (key) => loader.load(key);
}

const MOST_AT_ONCE = 2000;
