import { partialMatchKey } from '@tanstack/react-query';

/** A page reaches the browser well within this time after the server read its data, in milliseconds. */
const PAGE_MS = 30_000;

/**
 * The queries that signals of the event stream concerned lately. Data that comes with a page may be older than a signal
 * that came before the page, and nothing tells it apart from newer data.
 */
export class RecentSignals {
  readonly #times = new Map<string, { readonly beginning: readonly string[]; readonly at: number }>();

  /** Notes that these queries, by the beginnings of their keys, may have changed. `at` is in milliseconds. */
  note(queryKeys: readonly (readonly string[])[], at: number): void {
    for (const beginning of queryKeys) this.#times.set(beginning.join(' '), { beginning, at });
  }

  /** Whether the data of this query may be older than a signal, if they came with a page at `now` (milliseconds). */
  concern(queryKey: readonly unknown[], now: number): boolean {
    return this.#times
      .values()
      .some(({ beginning, at }) => now - at < PAGE_MS && partialMatchKey(queryKey, beginning));
  }
}
