import type { Digest } from '#lib/oci/digest.ts';
import { atDigest, type Reference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { Registry } from '#lib/registry/registry.ts';
import { digestAt, hasMoved } from './execute.ts';

export interface RollBackQuestion {
  /** The tag that was moved. */
  readonly target: Reference;
  /** What the rebase made it. */
  readonly toDigest: Digest;
  /** What it was before; null where there was no such tag, which is then taken away. */
  readonly backTo: Digest | null;
}

export type RollBackOutcome =
  | { readonly kind: 'rolled-back' }
  /** The tag holds something else by now: it stays. */
  | { readonly kind: 'moved'; readonly found: Digest | null }
  /** The registry no longer has what the tag would go back to. */
  | { readonly kind: 'old-gone' }
  /** The tag was new, and this registry cannot take a tag away without what it holds. */
  | { readonly kind: 'cannot-delete' };

/**
 * Puts a tag back to the very bytes it had, if it is still what the rebase made it. Done already counts as done.
 * Rejects with `RegistryError`.
 */
export async function rollBack(registry: Registry, question: RollBackQuestion): Promise<RollBackOutcome> {
  const { target, toDigest, backTo } = question;
  const now = await registry.resolve(target).catch(absent);
  if ((now?.digest ?? null) === backTo) return { kind: 'rolled-back' };
  if (now?.digest !== toDigest) return { kind: 'moved', found: now?.digest ?? null };
  if (backTo === null) {
    // Never by digest: that would take every tag of the same digest with it.
    return registry.deleteManifest(target).then(() => ({ kind: 'rolled-back' }), cannotDelete);
  }
  const old = await registry.getManifest(atDigest(target, backTo)).catch(absent);
  if (old === undefined) return { kind: 'old-gone' };
  const condition = now.etag === undefined ? {} : { ifMatch: now.etag };
  try {
    await registry.putManifest(target, { mediaType: old.mediaType, bytes: old.bytes, ...condition });
  } catch (error) {
    if (!hasMoved(error)) throw error;
    return { kind: 'moved', found: await digestAt(registry, target) };
  }
  const after = await digestAt(registry, target);
  return after === backTo ? { kind: 'rolled-back' } : { kind: 'moved', found: after };
}

function cannotDelete(error: unknown): RollBackOutcome {
  if (error instanceof RegistryError && error.kind === 'unsupported') return { kind: 'cannot-delete' };
  throw error;
}

function absent(error: unknown): undefined {
  if (error instanceof RegistryError && error.kind === 'not-found') return undefined;
  throw error;
}
