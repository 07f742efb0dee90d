import type { Cause } from '#lib/lineage/verdict/reason.ts';
import { memoryOf } from './sources/parse-document.ts';
import type { ParsedDocument } from './sources/sources.ts';

/** The limits of one check. */
export interface JudgementLimits {
  /** Documents and tags that are used, known ones too, so that the result does not depend on caches. */
  readonly requests: number;
  /** Bytes of memory that its parsed documents take. */
  readonly bytes: number;
  /** Milliseconds, waiting included. */
  readonly ms: number;
}

const MB = 1024 * 1024;

/** A chain of sixteen images of twenty platforms each, with provenance, takes two thirds of the requests and less of the rest. */
export const JUDGEMENT_LIMITS: JudgementLimits = { requests: 2000, bytes: 128 * MB, ms: 180_000 };

/** Bytes that all running judgements of this process may hold together, except one that runs {@link JudgementBudget alone}. */
const MAX_HELD = 384 * MB;
/** Bytes that a judgement may always hold: ordinary images take less. */
const ALWAYS_FREE = 4 * MB;

/** A check was stopped because it costs too much. */
export class OverBudgetError extends Error {
  override name = 'OverBudgetError';
  readonly reason: Cause;
  constructor(message: string, reason: Cause) {
    super(message);
    this.reason = reason;
  }
}

/** The running judgements hold too much memory together: this one must wait and run alone. */
export class CrowdedError extends Error {
  override name = 'CrowdedError';
}

/** How many running judgements hold a document: many images share few bases. */
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

/** Counts the cost of one judgement, and stops it if that exceeds the limits. Call `end` when it is done. */
export class JudgementBudget {
  readonly #limits: JudgementLimits;
  readonly #ended: Promise<never>;
  readonly #timer: NodeJS.Timeout;
  readonly #alone: boolean;
  readonly #documents = new Set<ParsedDocument>();
  #requests = 0;
  #bytes = 0;
  #isOver = false;

  /** `signal` also stops it, with its own reason; `alone` lets it hold up to its own limit, whatever the others hold. */
  constructor(limits: JudgementLimits, options: { signal?: AbortSignal | undefined; alone: boolean }) {
    const { signal } = options;
    this.#limits = limits;
    this.#alone = options.alone;
    const { promise, reject } = Promise.withResolvers<never>();
    this.#ended = promise;
    // The time may be up before anything awaits this promise.
    promise.catch(() => undefined);
    const seconds = limits.ms / 1000;
    this.#timer = setTimeout(() => reject(tooCostly(seconds, 'seconds')), limits.ms).unref();
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  }

  /** Counts a request that is about to be made. Throws {@link OverBudgetError}. */
  request(): void {
    const { requests } = this.#limits;
    if (this.#isOver) throw stopped();
    if (this.#requests >= requests) throw tooCostly(requests, 'requests');
    this.#requests += 1;
  }

  /** Counts a document that is kept until the end. Throws {@link OverBudgetError} and {@link CrowdedError}. */
  hold(document: ParsedDocument): void {
    if (this.#isOver) throw stopped();
    if (this.#documents.has(document)) return;
    this.#documents.add(document);
    this.#bytes += memoryOf(document);
    take(document);
    if (this.#bytes > this.#limits.bytes) throw tooCostly(this.#limits.bytes / MB, 'megabytes');
    if (!this.#alone && held > MAX_HELD && this.#bytes > ALWAYS_FREE) {
      throw new CrowdedError(`the judgements under way hold more than ${MAX_HELD / MB} MB`);
    }
  }

  /** The result of the work; rejects when the time is up or the signal aborts. */
  within<T>(work: Promise<T>): Promise<T> {
    // Work that was stopped may fail later, when nothing awaits it.
    work.catch(() => undefined);
    return Promise.race([work, this.#ended]);
  }

  /** Releases what was held. Work that is still running fails at its next step. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const document of this.#documents) release(document);
    this.#documents.clear();
  }
}

/** The error of a judgement that would exceed a limit. */
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

function stopped(): OverBudgetError {
  return new OverBudgetError('the check was stopped', { kind: 'check-given-up' });
}
