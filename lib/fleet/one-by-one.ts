/** What runs now, or has run last, in this process. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs acts of this process one at a time, in the order they came: of a process that dies while it checks images that
 * had ended another one, it is known which image it was.
 */
export function oneAtATime<T>(act: () => Promise<T>): Promise<T> {
  const mine = turn.then(act);
  turn = mine.catch(() => {});
  return mine;
}
