import type { Digest } from '#lib/oci/digest.ts';
import { parseReference, type Reference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { Registry } from '#lib/registry/registry.ts';
import type { BlobMove, PlannedDocument, RebasePlan } from '../rebase.ts';
import { type ExecutionStep, type PlannedStep, type Work, workOf } from './steps.ts';

/** How an execution ended, where nothing failed. */
export type ExecutionOutcome =
  | { readonly kind: 'done' }
  /** The tag held what was planned before this run put anything under it. */
  | { readonly kind: 'already-done' }
  /** The tag holds something else than the plan saw: nothing was put over it. `found` is null for no such tag. */
  | { readonly kind: 'conflict'; readonly found: Digest | null };

export interface ExecutionOptions {
  /**
   * Told of each step before it begins, as a copy goes on, and after it ended; awaited, so that it can be written
   * down first. What it throws ends the execution there.
   */
  readonly onStep?: (step: ExecutionStep) => Promise<void> | void;
  /** Looks at the tag before anything else: a run before this one may have come to its end. */
  readonly resumed?: boolean;
  readonly signal?: AbortSignal;
}

/** A step could not be done; `cause` is the registry's error. The tag is what it was, unless the step is `verify`. */
export class ExecutionError extends Error {
  override name = 'ExecutionError';
  readonly step: PlannedStep;
  constructor(step: PlannedStep, message: string, options?: ErrorOptions) {
    super(message, options);
    this.step = step;
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
  const target = parseReference(plan.target);
  const works = workOf(plan);
  const context: Context = {
    registry,
    plan,
    target,
    options,
    call: options.signal ? { signal: options.signal } : {},
  };
  if (options.resumed === true) {
    const now = await guarded(works.at(-3)?.step, () => currentDigest(context));
    if (now === plan.toDigest) return { kind: 'already-done' };
    if (now !== plan.targetDigest) return { kind: 'conflict', found: now };
  }
  const moves = works.filter(({ move }) => move !== undefined);
  await inLanes(moves, (work) => take(context, work, () => move(context, work)));
  for (const work of works) {
    if (work.move !== undefined) continue;
    const { kind } = work.step;
    if (kind === 'recheck') {
      const found = await take(context, work, () => currentDigest(context));
      if (found === plan.toDigest) return { kind: 'already-done' };
      if (found !== plan.targetDigest) return { kind: 'conflict', found };
    } else if (kind === 'verify') {
      await take(context, work, () => verify(context, work.step));
    } else if (work.document !== undefined) {
      const { document } = work;
      const outcome = await take(context, work, () => put(context, kind === 'tag', document));
      if (outcome === 'moved') return refusedPut(context, work.step);
    }
  }
  return { kind: 'done' };
}

/** The registry would not move the tag: because it moved meanwhile, or because it never moves tags. */
async function refusedPut(context: Context, step: PlannedStep): Promise<ExecutionOutcome> {
  const found = await guarded(step, () => currentDigest(context));
  if (found !== context.plan.targetDigest) return { kind: 'conflict', found };
  const detail = `The registry refuses to move ${context.plan.target}, which is as it was: its tags may be immutable. Rebase to a new tag instead.`;
  throw new ExecutionError(step, detail);
}

interface Context {
  readonly registry: Registry;
  readonly plan: RebasePlan;
  readonly target: Reference;
  readonly options: ExecutionOptions;
  readonly call: { readonly signal?: AbortSignal };
}

/** Takes one step, telling before and after; what fails names the step. */
async function take<T>({ options }: Context, { step }: Work, act: () => Promise<T>): Promise<T> {
  await options.onStep?.({ ...step, state: 'running' });
  const result = await guarded(step, act);
  await options.onStep?.({
    ...step,
    state: 'done',
    ...(step.bytesTotal === undefined ? {} : { bytes: step.bytesTotal }),
  });
  return result;
}

async function guarded<T>(step: PlannedStep | undefined, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (step === undefined || !(cause instanceof RegistryError)) throw cause;
    throw new ExecutionError(step, `${step.detail}: ${cause.message}`, { cause });
  }
}

/** Mounts a blob, or where the registry does not, or will not show the source, moves its bytes. */
async function move(context: Context, { step, move: blob }: Work): Promise<void> {
  if (blob === undefined) return;
  const { registry, target, call } = context;
  const address = { registry: target.registry, repository: target.repository, digest: blob.digest };
  if (step.kind === 'mount') {
    const outcome = await registry.mountBlob(address, blob.from.repository, call).catch(mountRefused);
    if (outcome === 'mounted') return;
  }
  const content = await registry.openBlob({ ...blob.from, digest: blob.digest }, call);
  await registry.putBlob(address, { size: blob.size, content: told(context, step, blob, content) }, call);
}

/** Some registries refuse a mount where the token lacks the source's scope; the bytes may be had all the same. */
function mountRefused(error: unknown): 'not-mounted' {
  if (error instanceof RegistryError && (error.kind === 'not-visible' || error.kind === 'unsupported')) {
    return 'not-mounted';
  }
  throw error;
}

/** The same bytes, telling how far they are. */
async function* told(
  { options }: Context,
  step: PlannedStep,
  { size }: BlobMove,
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

/** Puts a document under its digest, the last one under the tag. */
async function put(
  { registry, plan, target, call }: Context,
  underTag: boolean,
  document: PlannedDocument,
): Promise<'done' | 'moved'> {
  const bytes = new TextEncoder().encode(document.text);
  const place = { registry: target.registry, repository: target.repository };
  if (document.kind === 'config') {
    await registry.putBlob(
      { ...place, digest: document.digest },
      { size: bytes.byteLength, content: bytes },
      call,
    );
    return 'done';
  }
  const condition = underTag && plan.targetEtag !== null ? { ifMatch: plan.targetEtag } : {};
  const reference = underTag ? target : { ...place, digest: document.digest };
  try {
    await registry.putManifest(reference, { mediaType: document.mediaType, bytes, ...condition }, call);
    return 'done';
  } catch (error) {
    if (underTag && hasMoved(error)) return 'moved';
    throw error;
  }
}

/** Whether a conditional PUT was refused because the tag is no longer what it was (RFC 9110 § 13.1.1). */
export function hasMoved(error: unknown): boolean {
  return error instanceof RegistryError && error.kind === 'conflict' && error.code === 'PRECONDITION_FAILED';
}

async function verify(context: Context, step: PlannedStep): Promise<void> {
  const now = await currentDigest(context);
  const { toDigest, targetDigest, target } = context.plan;
  if (now === toDigest) return;
  const detail =
    now === targetDigest
      ? `The registry took the manifest of ${target} and keeps the old one: it was not stored.`
      : `${target} was put, and is ${now ?? 'gone'} right after: somebody else moved it, or the registry did not store it.`;
  throw new ExecutionError(step, detail);
}

/** What the target's tag holds now; null for no such tag. */
async function currentDigest({ registry, target, call }: Context): Promise<Digest | null> {
  return digestAt(registry, target, call);
}

/** What a tag holds; null where it is not there. */
export async function digestAt(
  registry: Pick<Registry, 'resolve'>,
  tag: Reference,
  call: { readonly signal?: AbortSignal } = {},
): Promise<Digest | null> {
  try {
    return (await registry.resolve(tag, call)).digest;
  } catch (error) {
    if (error instanceof RegistryError && error.kind === 'not-found') return null;
    throw error;
  }
}

async function inLanes(works: readonly Work[], act: (work: Work) => Promise<unknown>): Promise<void> {
  const waiting = works[Symbol.iterator]();
  const lane = async () => {
    for (const work of waiting) await act(work);
  };
  await Promise.all(Array.from({ length: MOVES_AT_ONCE }, lane));
}
