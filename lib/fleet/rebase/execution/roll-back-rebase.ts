import { parseReference } from '#lib/oci/reference.ts';
import { type RollBackQuestion, rollBack } from '#lib/rebase/execution/roll-back.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { endRolledBack } from '#lib/store/rebases/audit-log.ts';
import type { StoredRebase } from '#lib/store/rebases/stored-rebase.ts';
import { clearDoubt, noteRollBack } from '#lib/store/rebases/tag-rechecks.ts';
import type { ScanContext } from '../../scan/scan-images.ts';
import { PlanOutdatedError, refuse } from '../errors.ts';
import type { WithPush } from '../push.ts';
import { getRebase } from '../read-rebases.ts';
import { scanMovedTags } from './scan-moved-tags.ts';
import type { Consent } from './start-rebase.ts';

/**
 * Puts a rebased tag back to what it held before, exactly the old bytes, if it still holds what the rebase put; a tag
 * that was new is deleted. Rolling back twice changes nothing. Throws `NotFoundError`, {@link PlanOutdatedError} if the
 * tag has moved since or is being moved, `RebaseRefusedError` if the old digest is gone or pushing is not allowed, and
 * `RegistryError`.
 */
export async function rollBackRebase(
  context: ScanContext & WithPush,
  id: string,
  consent: Consent,
  scan: ScanMoved = scanMovedTags,
): Promise<StoredRebase> {
  const { rebase } = await getRebase(context, id);
  if (rebase.state === 'rolled-back') return rebase;
  if (rebase.state !== 'succeeded') {
    throw new PlanOutdatedError(`This rebase is ${rebase.state}: there is nothing to roll back.`);
  }
  const target = parseReference(rebase.target);
  const closed = context.push.refusal(target);
  if (closed !== undefined) refuse(closed.kind, closed.detail, ['open-push']);
  const outcome = await rollBack(context.push.registry, questionOf(rebase), {
    // Stored before the tag is touched: another process finds out the result if this one dies.
    onWrite: async () => {
      const until = new Date(context.clock().getTime() + RECHECK_MS);
      if (await noteRollBack(context.db, rebase, consent, until)) return;
      throw new PlanOutdatedError(
        `${rebase.target} is being moved by another rebase. It stays as it is. Wait until that has finished.`,
      );
    },
    ...(context.push.patience ? { patience: context.push.patience } : {}),
  });
  if (outcome.kind === 'unclear') throw unclear(rebase, outcome.cause);
  if (outcome.kind !== 'rolled-back') await clearDoubt(context.db, id);
  switch (outcome.kind) {
    case 'moved':
      throw new PlanOutdatedError(
        `${rebase.target} is ${outcome.found ?? 'gone'} now, not ${rebase.toDigest} as this rebase left it. It stays as it is.`,
      );
    case 'old-gone':
      return refuse(
        'base-gone',
        `The registry no longer has ${rebase.targetDigest}: there is nothing to roll back to. Rebuild the image.`,
        ['rebuild'],
      );
    case 'cannot-delete': {
      const why =
        outcome.cause === undefined
          ? 'it reported success, but the tag is still there'
          : outcome.cause.problem;
      return refuse(
        'not-allowed',
        `${rebase.target} was a new tag, and this registry did not delete it (${why}). The tag stays as it is. Leave it, or delete it there.`,
        ['none-needed'],
      );
    }
    case 'refused':
      throw outcome.cause;
    case 'rolled-back':
      await recordRollBack(context, rebase, consent, scan);
  }
  return { ...rebase, state: 'rolled-back' };
}

/** Scans a tag that was put back and the images based on it, now or later. */
type ScanMoved = (context: ScanContext, names: readonly [string]) => void | Promise<void>;

/** How long the tag is checked after a rollback with an unclear result. */
const RECHECK_MS = 3600 * 1000;

/** What a rollback of a rebase puts back, and where. */
export function questionOf(rebase: StoredRebase): RollBackQuestion {
  const { toDigest, targetDigest } = rebase;
  return { target: parseReference(rebase.target), toDigest, backTo: targetDigest };
}

/** Records that a tag was put back, and scans its image. */
export async function recordRollBack(
  context: ScanContext,
  rebase: StoredRebase,
  consent: Consent,
  scan: ScanMoved = scanMovedTags,
): Promise<void> {
  const recorded = await endRolledBack(context.db, rebase, consent, context.clock());
  if (!recorded) return;
  await context.events.publish([{ type: 'rebase', id: rebase.id, state: 'rolled-back' }]);
  await scan(context, [rebase.target]);
}

function unclear({ target }: StoredRebase, cause: RegistryError | undefined): RegistryError {
  const { registry: host } = parseReference(target);
  const known = { kind: 'invalid-response', host, operation: 'put-manifest', code: 'NOT_STORED' } as const;
  const said = cause?.problem ?? 'the registry accepted it, but the tag does not show it';
  const problem = `${said}. It is unclear whether the tag was put back. Baseboard checks it every minute for an hour and records the result; until then, no rebase of the tag starts. To find out now, undo it again`;
  return new RegistryError({ ...(cause ?? known), reference: target, problem }, { cause });
}
