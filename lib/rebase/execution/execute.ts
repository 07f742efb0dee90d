import pMap from 'p-map';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { Registry } from '#lib/registry/registry.ts';
import type { RebasePlan } from '../rebase.ts';
import { type ExecutionStep, type PlannedStep, type Work, workOf } from './execution-steps.ts';
import { DOUBT_MS, moveTag, type TagMoved } from './move-tag.ts';
import { moveBlob, type Place, putDocument } from './put-content.ts';
import { hasManifest, hasMoved, lookFor } from './read-tag.ts';
import { type Patience, REAL_TIME } from './retry-timing.ts';

/** How an execution ended, where nothing failed. */
export type ExecutionOutcome =
  | { readonly kind: 'done' }
  /** The tag held what was planned before this run put anything under it. */
  | { readonly kind: 'already-done' }
  /**
   * The tag holds something else than at planning time: it was not overwritten. `found` is null for no such tag.
   * `passed` where the tag did hold what was planned, and somebody moved it again.
   */
  | { readonly kind: 'conflict'; readonly found: Digest | null; readonly passed?: boolean }
  /** The tag may have been put, and the registry does not show what it holds: check it again later. */
  | { readonly kind: 'unclear'; readonly detail: string };

export interface ExecutionOptions {
  /**
   * Told of each step before it begins, as a copy goes on, and after it ended; awaited, so that it can be written
   * down first. What it throws ends the execution there.
   */
  readonly onStep?: (step: ExecutionStep) => Promise<void> | void;
  /** Looks at the tag before anything else: a run before this one may have come to its end. */
  readonly resumed?: boolean;
  /** An earlier run may have put the tag: it is read as patiently as after a PUT. */
  readonly begun?: boolean;
  readonly patience?: Patience;
  readonly signal?: AbortSignal;
}

/** A step failed; `cause` is the registry's error. The tag is unchanged. */
export class ExecutionError extends Error {
  override name = 'ExecutionError';
  readonly step: PlannedStep;
  /** The tag may have been put: it is unchanged, and could still change. */
  readonly doubtful: boolean;
  constructor(step: PlannedStep, message: string, options?: ErrorOptions & { readonly doubtful?: boolean }) {
    super(message, options);
    this.step = step;
    this.doubtful = options?.doubtful ?? false;
  }
}

/** Blobs moved at a time. */
const MOVES_AT_ONCE = 4;
/** A copy tells how far it is about this often, in bytes. */
const TELL_EVERY = 4 * 1024 * 1024;

/**
 * Executes a plan as it is: blobs, configs and children first, which change nothing that anyone sees, then the tag,
 * between two looks at it. Everything but the tag is put by digest, so that a second run, after whatever end of the
 * first, does no harm and ends the same. Throws {@link ExecutionError}.
 */
export async function executePlan(
  registry: Registry,
  plan: RebasePlan,
  options: ExecutionOptions = {},
): Promise<ExecutionOutcome> {
  const works = workOf(plan);
  const context: Context = {
    registry,
    plan,
    target: parseReference(plan.target),
    patience: options.patience ?? REAL_TIME,
    options,
    call: options.signal ? { signal: options.signal } : {},
  };
  if (options.resumed === true) {
    const over = await lookBefore(context, works.at(-3)?.step);
    if (over !== undefined) return over;
  }
  const moves = works.filter(({ move }) => move !== undefined);
  await pMap(moves, (work) => take(context, work, () => move(context, work)), { concurrency: MOVES_AT_ONCE });
  for (const work of works) {
    const { document } = work;
    if (document === undefined || work.step.kind === 'tag') continue;
    await take(context, work, () => putDocument(context, document, () => bringMissing(context, works)));
  }
  return moveTheTag(context, works);
}

interface Context extends Place {
  readonly plan: RebasePlan;
  readonly options: ExecutionOptions;
}

/** The outcome if an earlier run finished; `undefined` if there is something to do. */
async function lookBefore(
  context: Context,
  step: PlannedStep | undefined,
): Promise<ExecutionOutcome | undefined> {
  const { registry, plan, target, patience, call, options } = context;
  const begun = options.begun === true;
  const seen = await lookFor({
    ...{ registry, tag: target, wanted: plan.toDigest, patience, call },
    enough: (digest) => digest === plan.targetDigest || (!begun && digest !== null),
    forMs: begun ? DOUBT_MS : 0,
  });
  if (seen.kind === 'wanted') return { kind: 'already-done' };
  if (seen.kind === 'unreadable') {
    if (begun) return { kind: 'unclear', detail: unclear(plan, seen.cause) };
    throw step === undefined ? seen.cause : failed(step, seen.cause);
  }
  if (seen.digest === plan.targetDigest) return undefined;
  const passed = begun && (await hasManifest(registry, target, plan.toDigest, call));
  return { kind: 'conflict', found: seen.digest, ...(passed ? { passed } : {}) };
}

/** The last three steps: a check, the PUT of the tag, and another check. */
async function moveTheTag(context: Context, works: readonly Work[]): Promise<ExecutionOutcome> {
  const { registry, plan, target, patience, call } = context;
  const [recheck, tag, verify] = works.slice(-3);
  if (recheck === undefined || verify === undefined || tag?.document === undefined) {
    throw new Error('a plan has a document to put under its tag');
  }
  const { mediaType, text } = tag.document;
  const move = {
    ...{ registry, target, patience, call, mediaType },
    bytes: new TextEncoder().encode(text),
    ...{ before: plan.targetDigest, after: plan.toDigest, etag: plan.targetEtag },
  };
  await tell(context, recheck, 'running');
  let reached = recheck;
  const outcome = await guarded(
    () => reached.step,
    () =>
      moveTag(move, {
        put: async () => {
          await tell(context, recheck, 'done');
          reached = tag;
          await tell(context, tag, 'running');
        },
        missed: () => bringMissing(context, works),
      }),
  );
  if (outcome.kind === 'moved') {
    await tell(context, tag, 'done');
    await tell(context, verify, 'running');
    await tell(context, verify, 'done');
    return { kind: 'done' };
  }
  return notMoved(plan, outcome, tag.step, verify.step);
}

function notMoved(
  plan: RebasePlan,
  outcome: Exclude<TagMoved, { kind: 'moved' }>,
  tag: PlannedStep,
  verify: PlannedStep,
): ExecutionOutcome {
  switch (outcome.kind) {
    case 'not-put':
      if (outcome.found === plan.toDigest) return { kind: 'already-done' };
      return { kind: 'conflict', found: outcome.found };
    case 'elsewhere':
      return { ...outcome, kind: 'conflict' };
    case 'unclear':
      return { kind: 'unclear', detail: unclear(plan, outcome.cause) };
    case 'refused': {
      const { cause } = outcome;
      if (!hasMoved(cause)) throw failed(tag, cause);
      const detail = `The registry refuses to move ${plan.target}, which is as it was (${cause.problem}): its tags may be immutable. Rebase to a new tag instead.`;
      throw new ExecutionError(tag, detail, { cause });
    }
    case 'unchanged': {
      const waited = `${plan.target} is unchanged ${DOUBT_MS / 1000} s later`;
      const later = 'If it still changes, that is recorded. Plan again to retry.';
      if (outcome.cause === undefined) {
        const detail = `The registry accepted the manifest of ${plan.target}, but it was not stored. ${waited}. ${later}`;
        throw new ExecutionError(verify, detail, { doubtful: true });
      }
      const detail = `${tag.detail}: ${outcome.cause.message}. ${waited}: nothing was stored. ${later}`;
      throw new ExecutionError(tag, detail, { cause: outcome.cause, doubtful: true });
    }
  }
}

function unclear({ target }: RebasePlan, cause: RegistryError): string {
  return `It is unclear whether ${target} was moved: the registry did not confirm it, and does not show the tag now (${cause.problem}). Baseboard checks the tag every minute and records the result.`;
}

/** Takes one step and reports it before and after; an error names the step. */
async function take<T>(context: Context, work: Work, act: () => Promise<T>): Promise<T> {
  await tell(context, work, 'running');
  const result = await guarded(() => work.step, act);
  await tell(context, work, 'done');
  return result;
}

async function tell({ options }: Context, { step }: Work, state: ExecutionStep['state']): Promise<void> {
  const bytes = state === 'done' && step.bytesTotal !== undefined ? { bytes: step.bytesTotal } : {};
  await options.onStep?.({ ...step, state, ...bytes });
}

async function guarded<T>(step: () => PlannedStep, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof RegistryError)) throw cause;
    throw failed(step(), cause);
  }
}

function failed(step: PlannedStep, cause: RegistryError): ExecutionError {
  return new ExecutionError(step, `${step.detail}: ${cause.message}`, { cause });
}

async function move(context: Context, { step, move: blob }: Work): Promise<void> {
  if (blob === undefined) return;
  const how = step.kind === 'mount' ? 'mount' : 'copy';
  await moveBlob(context, blob, how, (content) => told(context, step, blob.size, content));
}

/** A registry may claim to have mounted a blob without having it: then its bytes are copied. */
async function bringMissing(context: Context, works: readonly Work[]): Promise<void> {
  const { registry, target, call } = context;
  for (const { step, move: blob } of works) {
    if (blob === undefined) continue;
    const address = { registry: target.registry, repository: target.repository, digest: blob.digest };
    if (await registry.hasBlob(address, call)) continue;
    await moveBlob(context, blob, 'copy', (content) => told(context, step, blob.size, content));
  }
}

/** The same bytes, telling how far they are. */
async function* told(
  { options }: Context,
  step: PlannedStep,
  size: number,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let next = TELL_EVERY;
  for await (const chunk of content) {
    yield chunk;
    bytes += chunk.byteLength;
    if (bytes < next) continue;
    next = bytes + TELL_EVERY;
    await options.onStep?.({ ...step, state: 'running', bytes, bytesTotal: size });
  }
}
