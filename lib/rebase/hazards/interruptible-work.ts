/** Work in small steps: between two of them the caller may do other things, or give up. */
export type Steps<T> = Generator<void, T>;

/** Items of one step; a few milliseconds' worth. */
const PER_STEP = 2000;

/** `items.filter(test)`, in steps. */
export function* filterInSteps<T>(items: readonly T[], test: (item: T) => boolean): Steps<T[]> {
  const kept: T[] = [];
  for (const [index, item] of items.entries()) {
    if (index % PER_STEP === PER_STEP - 1) yield;
    if (test(item)) kept.push(item);
  }
  return kept;
}
