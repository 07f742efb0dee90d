import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { rollBack } from '#lib/rebase/execution/roll-back.ts';
import { endRolledBack } from '#lib/store/audit.ts';
import type { StoredRebase } from '#lib/store/rebases.ts';
import type { FleetContext } from '../context.ts';
import type { Consent } from './apply-rebase.ts';
import { forgetRollBack, noteRollBack } from './finish-roll-backs.ts';
import { getRebase } from './read-rebase.ts';
import { PlanOutdatedError, refuse } from './refused.ts';
import { scanAround } from './scan-around.ts';

/**
 * Puts a rebased tag back to the digest before, if it is still what the rebase made it: exactly the old bytes.
 * Taking it back twice changes nothing. Throws `NotFoundError`, {@link PlanOutdatedError} where the tag moved
 * on, `RebaseRefusedError` where the old digest is gone or the gates are closed, and `RegistryError`.
 */
export async function rollBackRebase(
  context: FleetContext,
  id: string,
  consent: Consent,
): Promise<StoredRebase> {
  const { rebase } = await getRebase(context, id);
  if (rebase.state === 'rolled-back') return rebase;
  if (rebase.state !== 'succeeded') {
    throw new PlanOutdatedError(`This rebase is ${rebase.state}: there is nothing to take back.`);
  }
  const target = parseReference(rebase.target);
  const closed = context.push.refusal(target);
  if (closed !== undefined) refuse(closed.kind, closed.detail, ['open-push']);
  await noteRollBack(context, id, consent);
  const outcome = await rollBack(context.push.registry, {
    target,
    toDigest: rebase.toDigest,
    backTo: rebase.targetDigest,
  });
  // Nothing was put: there is no move to record.
  if (outcome.kind !== 'rolled-back') await forgetRollBack(context, id);
  switch (outcome.kind) {
    case 'moved':
      throw new PlanOutdatedError(
        `${rebase.target} is ${outcome.found ?? 'gone'} now, not ${rebase.toDigest} as this rebase left it. It stays as it is.`,
      );
    case 'old-gone':
      return refuse(
        'base-gone',
        `The registry no longer has ${rebase.targetDigest}: there is nothing to go back to. Rebuild the image.`,
        ['rebuild'],
      );
    case 'cannot-delete':
      return refuse(
        'not-allowed',
        `${rebase.target} was a new tag, and this registry cannot delete a tag without its manifest. Leave it, or delete it there.`,
        ['none-needed'],
      );
    case 'rolled-back':
      await endRolledBack(context.db, rebase, consent, context.clock());
  }
  await forgetRollBack(context, id);
  await context.events.publish([{ type: 'rebase', id, state: 'rolled-back' }]);
  await scanAround(context, [formatReference(target)]);
  return { ...rebase, state: 'rolled-back' };
}
