/** Images looked at side by side; the registry client keeps to its own limit for each host. */
const AT_ONCE = 32;

/** Does something for each item, some at a time; answers in the items' order. Rejects with the first rejection. */
export async function allOf<T, R>(
  items: readonly T[],
  act: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const lane = async () => {
    for (const [index, item] of waiting) results[index] = await act(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
  return results;
}
