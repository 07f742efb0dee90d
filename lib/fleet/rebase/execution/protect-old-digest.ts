import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, type Reference } from '#lib/oci/reference.ts';
import { waitForDigest, wasNotDone } from '#lib/rebase/execution/read-tag.ts';
import { REAL_TIME } from '#lib/rebase/execution/retry-timing.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { clearProtection, readExpiredProtections, updateRebase } from '#lib/store/rebases/rebases.ts';
import type { StoredRebase } from '#lib/store/rebases/stored-rebase.ts';
import type { WithClock, WithDatabase, WithLog } from '../../capabilities.ts';
import type { WithPush } from '../push.ts';

/** Tags that keep what a rollback needs begin with this. */
const PREFIX = 'baseboard-rollback-';
const DIGITS = 16;
/** Milliseconds to wait for a tag whose PUT was not confirmed. */
const LOOK_MS = 10_000;

/**
 * Tags the old digest if the operator configured it, so that no garbage collection deletes what a rollback needs. If it
 * cannot be tagged, the rebase stands; that is logged, and the rebase shows no protection.
 */
export async function protectOldDigest(
  context: WithDatabase & WithClock & WithLog & WithPush,
  rebase: StoredRebase,
): Promise<void> {
  const { keepOldSeconds, registry } = context.push;
  const { targetDigest } = rebase;
  if (keepOldSeconds === null || targetDigest === null || rebase.protectedTag !== null) return;
  const target = parseReference(rebase.target);
  const old: Reference = { registry: target.registry, repository: target.repository, digest: targetDigest };
  const tag = {
    ...target,
    tag: `${PREFIX}${targetDigest.slice('sha256:'.length, 'sha256:'.length + DIGITS)}`,
  };
  try {
    const { mediaType, bytes } = await registry.getManifest(old);
    const stored = await registry.putManifest(tag, { mediaType, bytes }).then(() => true, isUnclear);
    if (!stored && !(await isThere(context, tag, targetDigest))) {
      context.log.warn({ rebase: rebase.id, tag: formatReference(tag) }, 'the old digest may have no tag');
      return;
    }
  } catch (err) {
    if (!(err instanceof RegistryError)) throw err;
    context.log.warn({ err, rebase: rebase.id }, 'the old digest could not be protected by a tag');
    return;
  }
  const until = new Date(context.clock().getTime() + keepOldSeconds * 1000);
  await updateRebase(context.db, rebase.id, { protectedTag: formatReference(tag), protectedUntil: until });
}

async function isThere({ push }: WithPush, tag: Reference, wanted: Digest): Promise<boolean> {
  const { registry, patience = REAL_TIME } = push;
  return (await waitForDigest({ registry, tag, wanted, forMs: LOOK_MS, patience })).kind === 'wanted';
}

/** False if the tag may have been put although no response says so. Rethrows a refusal. */
function isUnclear(error: unknown): false {
  if (!(error instanceof RegistryError) || wasNotDone(error)) throw error;
  return false;
}

/** Deletes the tags whose time is over; a registry that cannot delete tags keeps them. */
export async function releaseOldDigests(
  context: WithDatabase & WithClock & WithLog & WithPush,
): Promise<void> {
  for (const { id, protectedTag } of await readExpiredProtections(context.db, context.clock())) {
    const tag = parseReference(protectedTag);
    if (context.push.refusal(tag) !== undefined) continue;
    try {
      await context.push.registry.deleteManifest(tag);
    } catch (err) {
      if (!(err instanceof RegistryError)) throw err;
      if (err.kind !== 'not-found' && err.kind !== 'unsupported') continue;
      if (err.kind === 'unsupported')
        context.log.info({ tag: protectedTag }, 'this registry cannot delete tags, so the tag stays');
    }
    await clearProtection(context.db, id);
  }
}
