/** Between two announcements to screen readers, in milliseconds. */
export const SPOKEN_EVERY_MS = 10_000;

/**
 * Decides what screen readers say, and when: the latest text of each source, all sources together at most every ten
 * seconds. A source's first text is the state that the page shows already, and is not spoken. Times are in milliseconds.
 */
export class SpokenThrottle {
  readonly #latest = new Map<string, string>();
  readonly #waiting = new Map<string, string>();
  #spokenAt = Number.NEGATIVE_INFINITY;

  /** A source's text changed; empty if it has nothing to say any more. */
  offer(source: string, text: string): void {
    const before = this.#latest.get(source);
    this.#latest.set(source, text);
    if (before === undefined || before === text) return;
    if (text === '') this.#waiting.delete(source);
    else this.#waiting.set(source, text);
  }

  /** Forgets a source: what waits is not spoken, and its next text is its first. */
  drop(source: string): void {
    this.#latest.delete(source);
    this.#waiting.delete(source);
  }

  /** How long to wait until {@link take} returns something; undefined if nothing waits. */
  dueIn(now: number): number | undefined {
    return this.#waiting.size === 0 ? undefined : Math.max(0, this.#spokenAt + SPOKEN_EVERY_MS - now);
  }

  /** What to speak now; undefined if it is too early or nothing waits. */
  take(now: number): string | undefined {
    if (this.dueIn(now) !== 0) return undefined;
    const text = [...this.#waiting.values()].map((each) => `${each}.`).join(' ');
    this.#waiting.clear();
    this.#spokenAt = now;
    return text;
  }
}
