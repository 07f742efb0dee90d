import type { Digest } from '#lib/oci/digest.ts';
import type { Reference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { Registry, ResolvedManifest } from '#lib/registry/registry.ts';
import { hasManifest, hasMoved, resolvedOrNull, type Seen, waitForDigest, wasNotDone } from './read-tag.ts';
import { MISSES_BEFORE_CHECK, mayStillAppear, missedFor } from './retry-refused-manifest.ts';
import { type Patience, pauseBefore } from './retry-timing.ts';

/** Milliseconds to read the tag if the answer is inconclusive, or reads lag behind writes. */
export const DOUBT_MS = 40_000;
/** Milliseconds to read the tag if a registry refused without a reason: reads may lag behind another write. */
const UNEXPLAINED_MS = 3000;
/** Milliseconds to wait for a registry that limits reads. */
const LIMITED_MS = 60_000;
/** Reads in a row that may fail, each after the client's own retries. */
const FAILED_READS = 3;

/** A tag to move by one PUT. */
export interface TagMove {
  readonly registry: Registry;
  readonly target: Reference;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** What the tag holds before, and after; null for no such tag. */
  readonly before: Digest | null;
  readonly after: Digest;
  /** A validator of what the tag holds before, from when it was planned. */
  readonly etag: string | null;
  readonly patience: Patience;
  readonly call: { readonly signal?: AbortSignal };
}

export type TagMoved =
  /** The tag holds what was put. */
  | { readonly kind: 'moved' }
  /** The tag held this before anything was put: nothing was. `found` is null for no such tag. */
  | { readonly kind: 'not-put'; readonly found: Digest | null }
  /** The tag holds neither; `passed` if it held what was put in between. */
  | { readonly kind: 'elsewhere'; readonly found: Digest | null; readonly passed?: boolean }
  /** The registry refused, and the tag is unchanged. */
  | { readonly kind: 'refused'; readonly cause: RegistryError }
  /** The tag is unchanged after {@link DOUBT_MS}; `cause` is missing if the registry accepted the PUT. */
  | { readonly kind: 'unchanged'; readonly cause: RegistryError | undefined }
  /** The registry does not show what the tag holds. */
  | { readonly kind: 'unclear'; readonly cause: RegistryError };

export interface TagMoveEvents {
  /** The tag was checked, and is about to be put. */
  readonly put?: () => Promise<void>;
  /** The registry reports content as missing that it was given before, and not for the first time. */
  readonly missed?: () => Promise<void>;
}

/**
 * Moves a tag, between two checks of it. What the tag then holds counts, not the registry's answer: a lost answer, a
 * lagging read or a proxy that sends a PUT twice does not change the result.
 */
export async function moveTag(move: TagMove, on: TagMoveEvents = {}): Promise<TagMoved> {
  const { patience } = move;
  let began: number | undefined;
  for (let tries = 0; ; tries++) {
    const now = await readBeforePut(move);
    const found = now?.digest ?? null;
    if (found !== move.before) return { kind: 'not-put', found };
    if (tries === 0) await on.put?.();
    const answer = await put(move, now?.etag ?? move.etag ?? undefined);
    if (answer === 'put') return settle(move, undefined);
    if (answer instanceof NotAsItWas) return { kind: 'not-put', found: answer.found };
    if (!wasNotDone(answer)) return settle(move, answer);
    began ??= patience.now();
    const wait = pauseBefore(tries);
    if (!mayStillAppear(answer) || patience.now() + wait - began > missedFor(answer)) {
      return refused(move, answer);
    }
    await patience.wait(wait, move.call.signal);
    if (tries === MISSES_BEFORE_CHECK) await on.missed?.();
  }
}

/** Waits for a registry that limits reads, as for writes; retries one that fails. Rejects with `RegistryError`. */
async function readBeforePut({
  registry,
  target,
  patience,
  call,
}: TagMove): Promise<ResolvedManifest | null> {
  const until = patience.now() + LIMITED_MS;
  for (let tries = 0; ; tries++) {
    try {
      return await resolvedOrNull(registry, target, call);
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const again = error.kind === 'unreachable' ? tries < FAILED_READS : error.kind === 'rate-limited';
      const wait = Math.max(pauseBefore(tries), (error.retryAfter ?? 0) * 1000);
      if (!again || patience.now() + wait > until) throw error;
      await patience.wait(wait, call.signal);
    }
  }
}

/** The tag moved while its write waited for the registry's limit. */
class NotAsItWas extends Error {
  override name = 'NotAsItWas';
  readonly found: Digest | null;
  constructor(found: Digest | null) {
    super('the tag moved during the wait');
    this.found = found;
  }
}

async function put(
  { registry, target, mediaType, bytes, before, call }: TagMove,
  ifMatch: string | undefined,
): Promise<'put' | NotAsItWas | RegistryError> {
  const afterWait = async () => {
    const found = (await resolvedOrNull(registry, target, call))?.digest ?? null;
    if (found !== before) throw new NotAsItWas(found);
  };
  const condition = ifMatch === undefined ? {} : { ifMatch };
  try {
    await registry.putManifest(target, { mediaType, bytes, ...condition }, { ...call, afterWait });
    return 'put';
  } catch (error) {
    if (error instanceof NotAsItWas || error instanceof RegistryError) return error;
    throw error;
  }
}

async function settle(move: TagMove, cause: RegistryError | undefined): Promise<TagMoved> {
  const seen = await readTag(move, DOUBT_MS);
  if (seen.kind === 'wanted') return { kind: 'moved' };
  if (seen.kind === 'unreadable') return { kind: 'unclear', cause: seen.cause };
  if (seen.digest === move.before) return { kind: 'unchanged', cause };
  // The content is put only under the tag: if the registry has it, the tag held it.
  const passed =
    cause === undefined || (await hasManifest(move.registry, move.target, move.after, move.call));
  return { kind: 'elsewhere', found: seen.digest, ...(passed ? { passed } : {}) };
}

/** A refusal is final, unless a proxy sent the PUT twice and only the second was refused. */
async function refused(move: TagMove, cause: RegistryError): Promise<TagMoved> {
  const seen = await readTag(move, hasMoved(cause) ? UNEXPLAINED_MS : 0);
  if (seen.kind === 'wanted') return { kind: 'moved' };
  if (seen.kind === 'unreadable' || seen.digest === move.before) return { kind: 'refused', cause };
  return { kind: 'elsewhere', found: seen.digest };
}

function readTag({ registry, target, before, after, patience, call }: TagMove, forMs: number): Promise<Seen> {
  // A refused PUT cannot take effect later: any other digest ends the wait.
  const enough = (digest: Digest | null) => forMs < DOUBT_MS && digest !== before;
  return waitForDigest({ registry, tag: target, wanted: after, enough, forMs, patience, call });
}
