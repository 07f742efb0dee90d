/** The task that runs now, or ran last, in this process. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs tasks of this process one at a time, in order. If checking such images ends the process again, it is known
 * which image did it.
 */
export function oneAtATime<T>(act: () => Promise<T>): Promise<T> {
  const mine = turn.then(act);
  turn = mine.catch(() => {});
  return mine;
}
