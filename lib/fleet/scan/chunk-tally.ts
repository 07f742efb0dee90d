import type { ScanCounts } from '#lib/store/scans/scans.ts';

/** How an image's verdict was stored. */
export interface StoredOutcome {
  readonly id: string;
  /** The verdict is another one than before. */
  readonly changed: boolean;
  /** A registry or its content could not be read. */
  readonly unreachable: boolean;
}

/** Counts the images of one chunk, each once, however often it is judged; other images are not counted. */
export class ChunkTally {
  readonly #ids: ReadonlySet<string>;
  readonly #before: ScanCounts;
  readonly #checked = new Set<string>();
  readonly #stored = new Set<string>();
  readonly #changed = new Set<string>();
  readonly #unreachable = new Set<string>();
  readonly #failed = new Set<string>();
  readonly #skipped = new Set<string>();

  /** `before` is what an interrupted run of the same chunk has counted. */
  constructor(ids: readonly string[], before: ScanCounts) {
    this.#ids = new Set(ids);
    this.#before = before;
  }

  /** Its registry was asked; the verdict may still wait for other images. */
  checked(id: string): void {
    if (this.#ids.has(id)) this.#checked.add(id);
  }

  /** Its verdict is stored. */
  stored(outcomes: readonly StoredOutcome[]): void {
    for (const { id, changed, unreachable } of outcomes.filter(({ id }) => this.#ids.has(id))) {
      this.#checked.add(id);
      this.#stored.add(id);
      if (changed) this.#changed.add(id);
      if (unreachable) this.#unreachable.add(id);
      else this.#unreachable.delete(id);
    }
  }

  /** It could not be judged because of a fault of Baseboard. */
  failed(id: string): void {
    if (this.#ids.has(id)) this.#failed.add(id);
  }

  /** It was left out because the scan was cancelled. */
  skipped(id: string): void {
    if (this.#ids.has(id)) this.#skipped.add(id);
  }

  /**
   * The counts so far. The last image counts only when the chunk is `over`: its verdicts may be judged again until then,
   * and who waits until every image is counted may rely on them.
   */
  counts(over: boolean): ScanCounts {
    const total = this.#ids.size;
    const failed = Math.min(this.#failed.size, over ? total : total - 1);
    const isCut = this.#skipped.size > 0;
    // What an interrupted run has done counts, although this one leaves it out.
    const stored = isCut ? Math.max(this.#stored.size, this.#before.done) : this.#stored.size;
    // An image that is no longer tracked has nothing to store.
    const done = over && !isCut ? total - failed : Math.min(stored, total - failed - (over ? 0 : 1));
    return {
      checked: over ? done : Math.min(this.#checked.size, total),
      done,
      failed,
      changed: this.#before.changed + this.#changed.size,
      unreachable: Math.max(this.#before.unreachable, this.#unreachable.size),
      skipped: over && isCut ? total - done - failed : 0,
    };
  }
}
