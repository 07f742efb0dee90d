/** Collects calls: each name's action runs at most once in its delay, and always after the last call. */
export class Throttle {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** Runs `action` in `ms` milliseconds, or at once for 0. Does nothing if one of this name is waiting. */
  run(name: string, ms: number, action: () => void): void {
    if (ms === 0) action();
    else if (!this.#timers.has(name)) {
      const later = () => {
        this.#timers.delete(name);
        action();
      };
      this.#timers.set(name, setTimeout(later, ms));
    }
  }

  /** Drops the actions that are waiting. */
  cancel(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
