import pMap from 'p-map';
import { isDigest } from '#lib/oci/digest.ts';
import { atDigest, parseReference } from '#lib/oci/reference.ts';
import { resolvedOrNull } from '#lib/rebase/execution/read-tag.ts';
import type { CascadeItemState } from '#lib/rebase/states.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { insertCascade, type PlannedItem } from '#lib/store/rebases/cascades.ts';
import type { WithClock, WithDatabase, WithRegistry } from '../../capabilities.ts';
import { PlanOutdatedError } from '../errors.ts';
import { getCascade } from './read-cascades.ts';

/** Tags read at a time: one or two requests each. */
const AT_ONCE = 8;

interface Planned {
  readonly state: CascadeItemState;
  readonly error: string | null;
}

/**
 * Plans to move every tag that a cascade moved back to what it held before, images before their bases. A tag that
 * somebody has moved since is left out, and so is one whose old digest the registry no longer has. Writes to no registry.
 * Returns the id of the planned rollback. Throws `NotFoundError`, and {@link PlanOutdatedError} if there is nothing to
 * roll back, or something is still running.
 */
export async function planCascadeRollBack(
  context: WithDatabase & WithClock & WithRegistry,
  id: string,
  actor: string,
): Promise<string> {
  const { cascade, items, canRollBack } = await getCascade(context, id);
  if (cascade.kind === 'rollback') {
    throw new PlanOutdatedError('This cascade is a rollback itself. Plan a new cascade instead.');
  }
  if (!canRollBack) {
    throw new PlanOutdatedError(
      `The cascade is ${cascade.state}: it can be rolled back once nothing runs any more and it has moved a tag that was not rolled back since.`,
    );
  }
  const moved = items.filter(
    ({ rebase }) => rebase?.state === 'succeeded' || rebase?.state === 'rolled-back',
  );
  const last = Math.max(...moved.map(({ wave }) => wave));
  const planned = await pMap(moved, (item) => planItem(context, item), { concurrency: AT_ONCE });
  const rollback = await insertCascade(
    context.db,
    {
      ...{ kind: 'rollback', undoes: cascade.id, state: 'planned', actor },
      ...{ reference: cascade.reference, chainTo: cascade.chainTo, configMode: cascade.configMode },
      createdAt: context.clock(),
    },
    moved.map(({ reference, parent, wave, rebaseId }, at) => ({
      ...{ reference, parent, rebaseId, wave: last - wave },
      state: planned[at]?.state ?? 'failed',
      error: planned[at]?.error ?? null,
    })),
  );
  return rollback.id;
}

async function planItem(context: WithRegistry, { reference, rebase }: PlannedItem): Promise<Planned> {
  if (rebase === null || rebase.state === 'rolled-back') {
    return { state: 'no-op', error: 'It was rolled back already.' };
  }
  const { toDigest, targetDigest } = rebase;
  const target = parseReference(reference);
  try {
    const now = (await resolvedOrNull(context.registry, target))?.digest ?? null;
    if (now === targetDigest) return { state: 'no-op', error: 'The tag has its old digest already.' };
    if (now !== toDigest) {
      const error = `It has moved since: it is ${now ?? 'gone'} now, not ${toDigest}. It stays as it is.`;
      return { state: 'skipped', error };
    }
    if (targetDigest === null || !isDigest(targetDigest)) return { state: 'planned', error: null };
    const old = await resolvedOrNull(context.registry, atDigest(target, targetDigest));
    if (old !== null) return { state: 'planned', error: null };
    const error = `The registry no longer has ${targetDigest}: there is nothing to go back to.`;
    return { state: 'refused', error };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { state: 'failed', error: `Could not check the tag: ${error.message}` };
  }
}
