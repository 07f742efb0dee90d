import type { Digest } from '#lib/oci/digest.ts';
import { atDigest, type Reference } from '#lib/oci/reference.ts';
import { RegistryError, undefinedIfAbsent } from '#lib/registry/errors.ts';
import type { Registry } from '#lib/registry/registry.ts';
import { DOUBT_MS, moveTag } from './move-tag.ts';
import { waitForDigest, wasNotDone } from './read-tag.ts';
import { type Patience, REAL_TIME } from './retry-timing.ts';

export interface RollBackQuestion {
  /** The tag that was moved. */
  readonly target: Reference;
  /** The digest that the rebase put there. */
  readonly toDigest: Digest;
  /** The digest before; null where there was no such tag, which is then deleted. */
  readonly backTo: Digest | null;
}

export interface RollBackOptions {
  /** Called before anything is written, once it is known that the tag is still the rebase's. */
  readonly onWrite?: () => Promise<void>;
  readonly patience?: Patience;
}

export type RollBackOutcome =
  | { readonly kind: 'rolled-back' }
  /** The tag holds another digest by now, and stays. */
  | { readonly kind: 'moved'; readonly found: Digest | null }
  /** The registry no longer has what the tag would go back to. */
  | { readonly kind: 'old-gone' }
  /** The tag was new, and this registry did not delete it; `cause` is missing if it reported success. */
  | { readonly kind: 'cannot-delete'; readonly cause: RegistryError | undefined }
  /** The registry refused, and the tag is still the rebase's. */
  | { readonly kind: 'refused'; readonly cause: RegistryError }
  /** It may have been put back: the registry did not confirm it, and the tag does not show it. */
  | { readonly kind: 'unclear'; readonly cause: RegistryError | undefined };

/** Milliseconds in which reads may still show the state before the rebase, or hide the tag. */
const LAG_MS = 3000;

/**
 * Puts a tag back to exactly the bytes it had, if it still holds what the rebase put there. If it was put back already,
 * that counts as done.
 * Rejects with `RegistryError` for what fails before anything is written.
 */
export async function rollBack(
  registry: Registry,
  { target, toDigest, backTo }: RollBackQuestion,
  { onWrite, patience = REAL_TIME }: RollBackOptions = {},
): Promise<RollBackOutcome> {
  const now = await waitForDigest({
    ...{ registry, tag: target, wanted: toDigest, forMs: LAG_MS, patience },
    enough: (digest) => digest !== null && digest !== backTo,
  });
  if (now.kind === 'unreadable') throw now.cause;
  if (now.kind === 'other') {
    return now.digest === backTo ? { kind: 'rolled-back' } : { kind: 'moved', found: now.digest };
  }
  const subject = { registry, target, toDigest, patience, onWrite: onWrite ?? (async () => undefined) };
  return backTo === null ? deleteTag(subject) : putBack(subject, backTo);
}

interface Subject extends Required<RollBackOptions> {
  readonly registry: Registry;
  readonly target: Reference;
  readonly toDigest: Digest;
}

async function putBack(
  { registry, target, toDigest, patience, onWrite }: Subject,
  backTo: Digest,
): Promise<RollBackOutcome> {
  const old = await registry.getManifest(atDigest(target, backTo)).catch(undefinedIfAbsent);
  if (old === undefined) return { kind: 'old-gone' };
  const { mediaType, bytes } = old;
  const move = { registry, target, mediaType, bytes, before: toDigest, after: backTo, etag: null, patience };
  const outcome = await moveTag({ ...move, call: {} }, { put: onWrite });
  switch (outcome.kind) {
    case 'moved':
      return { kind: 'rolled-back' };
    case 'not-put':
      return outcome.found === backTo ? { kind: 'rolled-back' } : { kind: 'moved', found: outcome.found };
    case 'elsewhere':
      // It was put back, and then somebody moved it again: both happened.
      return outcome.passed ? { kind: 'rolled-back' } : { kind: 'moved', found: outcome.found };
    case 'refused':
      return outcome;
    case 'unchanged':
    case 'unclear':
      return { kind: 'unclear', cause: outcome.cause };
  }
}

async function deleteTag({
  registry,
  target,
  toDigest,
  patience,
  onWrite,
}: Subject): Promise<RollBackOutcome> {
  await onWrite();
  // Never by digest: that would delete every tag of the same digest.
  const cause = await registry.deleteManifest(target).then(() => undefined, failure);
  const refused = cause !== undefined && cause.kind !== 'not-found' && wasNotDone(cause);
  const seen = await waitForDigest({
    ...{ registry, tag: target, wanted: null, forMs: refused ? 0 : DOUBT_MS, patience },
    enough: (digest) => digest !== toDigest,
  });
  if (seen.kind === 'wanted') return { kind: 'rolled-back' };
  if (refused) return { kind: 'cannot-delete', cause };
  if (seen.kind === 'unreadable') return { kind: 'unclear', cause: seen.cause };
  if (seen.digest !== toDigest) return { kind: 'moved', found: seen.digest };
  return cause === undefined ? { kind: 'cannot-delete', cause } : { kind: 'unclear', cause };
}

function failure(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  throw error;
}
