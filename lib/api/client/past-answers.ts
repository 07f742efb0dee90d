/** Starts the query key of an answer. Answers about the past have their own keys, because no event changes them. */
export function keyAt(at: string | undefined): readonly string[] {
  return at === undefined ? [] : ['past', at];
}

/** How long an answer stays fresh: forever if it is about the past. */
export function freshFor(at: string | undefined): { staleTime?: number } {
  return at === undefined ? {} : { staleTime: Number.POSITIVE_INFINITY };
}
