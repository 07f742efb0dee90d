import type { Cause } from '#lib/lineage/verdict/reason.ts';
import { memoryOf } from './sources/parse-document.ts';
import type { ParsedDocument } from './sources/sources.ts';

/** What looking at one image may cost. */
export interface JudgementLimits {
  /** Documents and tags looked at, known ones too, so that the answer is the same whatever is remembered. */
  readonly requests: number;
  /** Bytes of memory that its documents take, parsed. */
  readonly bytes: number;
  /** Milliseconds, waits included. */
  readonly ms: number;
}

const MB = 1024 * 1024;

/** Sixteen images of twenty platforms each, with provenance, take two thirds of the requests and less of the rest. */
export const JUDGEMENT_LIMITS: JudgementLimits = { requests: 2000, bytes: 128 * MB, ms: 180_000 };

/** Bytes of all judgements under way in this process together, beside one that is {@link JudgementBudget alone}. */
const MAX_HELD = 384 * MB;
/** Bytes that a judgement may hold whatever the others do: ordinary images take less. */
const ALWAYS_FREE = 4 * MB;

/** A check was given up, and why. */
export class OverBudgetError extends Error {
  override name = 'OverBudgetError';
  readonly reason: Cause;
  constructor(message: string, reason: Cause) {
    super(message);
    this.reason = reason;
  }
}

/** The judgements under way hold so much together that this one waits until it is its turn. */
export class CrowdedError extends Error {
  override name = 'CrowdedError';
}

/** How many of the judgements under way hold a document: many images stand on few bases. */
const holders = new Map<ParsedDocument, number>();
let held = 0;

function take(document: ParsedDocument): void {
  const count = holders.get(document) ?? 0;
  holders.set(document, count + 1);
  if (count === 0) held += memoryOf(document);
}

function release(document: ParsedDocument): void {
  const count = holders.get(document) ?? 0;
  if (count > 1) return void holders.set(document, count - 1);
  holders.delete(document);
  held -= memoryOf(document);
}

/** Counts what one judgement costs, and ends it where that is more than any image needs. Call `end` when it is over. */
export class JudgementBudget {
  readonly #limits: JudgementLimits;
  readonly #ended: Promise<never>;
  readonly #timer: NodeJS.Timeout;
  readonly #alone: boolean;
  readonly #documents = new Set<ParsedDocument>();
  #requests = 0;
  #bytes = 0;
  #isOver = false;

  /** `signal` ends it, too, with its own reason; `alone` lets it hold what it needs, whatever the others hold. */
  constructor(limits: JudgementLimits, options: { signal?: AbortSignal | undefined; alone: boolean }) {
    const { signal } = options;
    this.#limits = limits;
    this.#alone = options.alone;
    const { promise, reject } = Promise.withResolvers<never>();
    this.#ended = promise;
    // Nobody may be waiting when the time is up.
    promise.catch(() => undefined);
    const seconds = limits.ms / 1000;
    this.#timer = setTimeout(() => reject(tooCostly(seconds, 'seconds')), limits.ms).unref();
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  }

  /** Counts a request that is about to be made. Throws {@link OverBudgetError}. */
  request(): void {
    const { requests } = this.#limits;
    if (this.#isOver) throw givenUp();
    if (this.#requests >= requests) throw tooCostly(requests, 'requests');
    this.#requests += 1;
  }

  /** Counts a document that is kept until the end. Throws {@link OverBudgetError} and {@link CrowdedError}. */
  hold(document: ParsedDocument): void {
    if (this.#isOver) throw givenUp();
    if (this.#documents.has(document)) return;
    this.#documents.add(document);
    this.#bytes += memoryOf(document);
    take(document);
    if (this.#bytes > this.#limits.bytes) throw tooCostly(this.#limits.bytes / MB, 'megabytes');
    if (!this.#alone && held > MAX_HELD && this.#bytes > ALWAYS_FREE) {
      throw new CrowdedError(`the judgements under way hold more than ${MAX_HELD / MB} MB`);
    }
  }

  /** What the work comes to, unless time is up or the caller gives up before. */
  within<T>(work: Promise<T>): Promise<T> {
    // Work that is left alone may fail later, with nobody to hear of it.
    work.catch(() => undefined);
    return Promise.race([work, this.#ended]);
  }

  /** Gives back what was held. Work that is still under way then fails at its next step. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const document of this.#documents) release(document);
    this.#documents.clear();
  }
}

/** The error of a judgement that would cost more than so much. */
export function tooCostly(
  limit: number,
  unit: Extract<Cause, { readonly kind: 'too-costly' }>['unit'],
): OverBudgetError {
  return new OverBudgetError(`the check would take more than ${limit} ${unit}`, {
    kind: 'too-costly',
    limit,
    unit,
  });
}

function givenUp(): OverBudgetError {
  return new OverBudgetError('the check was stopped', { kind: 'check-given-up' });
}
