import pMap from 'p-map';
import { matchesRepository } from '#lib/lineage/filter/repository-pattern.ts';
import { formatReference, formatRepository, parseReference, watchedTag } from '#lib/oci/reference.ts';
import { cascadeWaves, type Wave } from '#lib/rebase/cascade/cascade-waves.ts';
import type { ConfigMode, RebasePlan, RebaseRefusal } from '#lib/rebase/rebase.ts';
import type { CascadeItemState } from '#lib/rebase/states.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { readBaseNames } from '#lib/store/images/tracked-images.ts';
import { insertCascade } from '#lib/store/rebases/cascades.ts';
import type { WithDatabase } from '../../capabilities.ts';
import { RebaseRefusedError, refuse, UnconfirmedBaseError } from '../errors.ts';
import { NotAnImageError } from '../planning/load-image.ts';
import type { PlanContext } from '../planning/plan-context.ts';
import { previewRebase } from '../planning/plan-rebase.ts';
import { plannedImages } from '../planning/planned-images.ts';

export interface CascadeRequest {
  readonly reference: string;
  readonly configMode?: ConfigMode | undefined;
  /** Patterns of repositories; other images are left as they are, and so are the images based on them. */
  readonly only?: readonly string[] | undefined;
  readonly actor: string;
}

interface Planned {
  readonly state: CascadeItemState;
  readonly planId: string | null;
  readonly plan: RebasePlan | null;
  readonly refusal: RebaseRefusal | null;
  readonly error: string | null;
}

/** Plans made at a time: each is a handful of requests. */
const AT_ONCE = 8;

/**
 * Plans the rebase of everything that is based on an image, wave by wave: what a plan will push is known to the byte, so
 * the next wave is planned on it before anything is pushed. Writes to no registry. Returns the cascade's id. Throws
 * `ReferenceSyntaxError`, and a refusal if nothing is based on the image.
 */
export async function planCascade(context: PlanContext, request: CascadeRequest): Promise<string> {
  const asked = parseReference(request.reference);
  const root = formatReference(watchedTag(asked) ?? asked);
  const configMode = request.configMode ?? 'merge';
  const waves = cascadeWaves(root, await basesOfImages(context, request.only));
  if (waves.length === 0) {
    refuse(
      'no-base',
      `No tracked image is based on ${root}${request.only ? ' and matches the patterns' : ''}.`,
      ['none-needed'],
    );
  }
  const done = new Map<string, Planned>();
  for (const [, members] of Map.groupBy(waves, ({ wave }) => wave)) {
    const known = plannedImages([...done.values()].flatMap(({ plan }) => plan ?? []));
    const plan = async (member: (typeof members)[number]) => {
      done.set(member.reference, await planItem(context, member, root, configMode, done, known));
    };
    await pMap(members, plan, { concurrency: AT_ONCE });
  }
  const cascade = await insertCascade(
    context.db,
    { reference: root, state: 'planned', actor: request.actor, configMode, createdAt: context.clock() },
    waves.map((member) => {
      const planned = done.get(member.reference);
      return {
        ...member,
        state: planned?.state ?? 'failed',
        planId: planned?.planId ?? null,
        refusal: planned?.refusal ?? null,
        error: planned?.error ?? null,
      };
    }),
  );
  return cascade.id;
}

/** The tracked images, each with the tag of its base. */
async function basesOfImages({ db }: WithDatabase, only: readonly string[] | undefined) {
  const rows = await readBaseNames(db);
  return rows.flatMap(({ reference, baseName }) => {
    const image = parseReference(reference);
    const repository = formatRepository(image);
    if (only !== undefined && !only.some((pattern) => matchesRepository(pattern, repository))) return [];
    const base = baseName === null ? undefined : parseReference(baseName);
    const followed = base && watchedTag(base);
    return [{ reference, baseName: followed === undefined ? null : formatReference(followed) }];
  });
}

async function planItem(
  context: PlanContext,
  { reference, parent }: Wave,
  root: string,
  configMode: ConfigMode,
  done: ReadonlyMap<string, Planned>,
  known: ReturnType<typeof plannedImages>,
): Promise<Planned> {
  const nothing = { planId: null, plan: null, refusal: null, error: null };
  const above = parent === null ? undefined : done.get(parent);
  if (above !== undefined && above.state !== 'planned' && above.state !== 'no-op') {
    return { ...nothing, state: 'skipped', error: `${parent}, its base, is not rebased.` };
  }
  try {
    const acceptsByLayers = context.push.cascadesByLayers;
    const request = { reference, newBase: parent ?? root, configMode, acceptsByLayers };
    const { stored } = await previewRebase(context, request, known);
    return { ...nothing, state: 'planned', planId: stored.id, plan: stored.plan };
  } catch (error) {
    if (error instanceof RebaseRefusedError) {
      const current = error.refusal.kind === 'already-current';
      return { ...nothing, state: current ? 'no-op' : 'refused', refusal: error.refusal };
    }
    if (error instanceof UnconfirmedBaseError) return { ...nothing, state: 'skipped', error: error.message };
    if (!(error instanceof RegistryError || error instanceof NotAnImageError)) throw error;
    return { ...nothing, state: 'failed', error: error.message };
  }
}
