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
import { findBase } from '../planning/find-base.ts';
import { NotAnImageError } from '../planning/load-image.ts';
import type { PlanContext } from '../planning/plan-context.ts';
import { previewRebase } from '../planning/plan-rebase.ts';
import { plannedImages } from '../planning/planned-images.ts';
import { followedName, imagesOfChain } from '../planning/stale-chain.ts';

export interface CascadeRequest {
  readonly reference: string;
  readonly configMode?: ConfigMode | undefined;
  /** Patterns of repositories; other images are left as they are, and so are the images based on them. */
  readonly only?: readonly string[] | undefined;
  /** Rebases one image's chain alone, from `reference` up to it. */
  readonly to?: string | undefined;
  /** Images to leave out; those based on them are left out too. */
  readonly exclude?: readonly string[] | undefined;
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
 * `ReferenceSyntaxError`, and a refusal if nothing is based on the image, or it lacks an image that is to be left out.
 */
export async function planCascade(context: PlanContext, request: CascadeRequest): Promise<string> {
  const root = followedName(request.reference);
  const configMode = request.configMode ?? 'merge';
  const to = request.to === undefined ? null : followedName(request.to);
  const waves = to === null ? await wavesOf(context, root, request.only) : await chainOf(context, root, to);
  const leftOut = requireMembers(waves, request.exclude ?? []);
  const done = new Map<string, Planned>();
  for (const [, members] of Map.groupBy(waves, ({ wave }) => wave)) {
    const known = plannedImages([...done.values()].flatMap(({ plan }) => plan ?? []));
    const plan = async (member: (typeof members)[number]) => {
      done.set(member.reference, await planItem(context, member, { root, configMode, leftOut, done, known }));
    };
    await pMap(members, plan, { concurrency: AT_ONCE });
  }
  const cascade = await insertCascade(
    context.db,
    {
      ...{ reference: root, chainTo: to, state: 'planned', configMode },
      ...{ actor: request.actor, createdAt: context.clock() },
    },
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

/** Every tracked image based on the root, wave by wave. */
async function wavesOf(context: PlanContext, root: string, only: CascadeRequest['only']): Promise<Wave[]> {
  const waves = cascadeWaves(root, await basesOfImages(context, only));
  if (waves.length > 0) return waves;
  return refuse(
    'no-base',
    `No tracked image is based on ${root}${only ? ' and matches the patterns' : ''}.`,
    ['none-needed'],
  );
}

/** The images of one image's chain from the root up to it, tracked or not. */
async function chainOf(context: PlanContext, root: string, to: string): Promise<Wave[]> {
  const { lineage } = await findBase(context, parseReference(to), undefined);
  const waves = cascadeWaves(root, imagesOfChain(lineage));
  if (waves.at(-1)?.reference === to) return waves;
  return refuse('not-based-on', `${to} is not based on ${root}, directly or through other images.`, [
    'choose-another-base',
  ]);
}

/** The names of images to leave out. Refuses one that the cascade does not have: it would be rebased under another name. */
function requireMembers(waves: readonly Wave[], exclude: readonly string[]): ReadonlySet<string> {
  const names = exclude.map(followedName);
  const stranger = names.find((name) => !waves.some(({ reference }) => reference === name));
  if (stranger !== undefined) {
    refuse('not-based-on', `${stranger} is not part of this cascade, so it cannot be left out.`, [
      'none-needed',
    ]);
  }
  return new Set(names);
}

/** The tracked images, each with the tag of its base. */
async function basesOfImages({ db }: WithDatabase, only: readonly string[] | undefined) {
  const rows = await readBaseNames(db);
  return rows.flatMap(({ reference, baseName }) => {
    const image = parseReference(reference);
    const repository = formatRepository(image);
    if (only !== undefined && !only.some((pattern) => matchesRepository(pattern, repository))) return [];
    const followed = baseName === null ? undefined : watchedTag(parseReference(baseName));
    return [{ reference, baseName: followed === undefined ? null : formatReference(followed) }];
  });
}

interface Planning {
  readonly root: string;
  readonly configMode: ConfigMode;
  readonly leftOut: ReadonlySet<string>;
  readonly done: ReadonlyMap<string, Planned>;
  readonly known: ReturnType<typeof plannedImages>;
}

async function planItem(
  context: PlanContext,
  { reference, parent }: Wave,
  { root, configMode, leftOut, done, known }: Planning,
): Promise<Planned> {
  const nothing = { planId: null, plan: null, refusal: null, error: null };
  if (leftOut.has(reference)) return { ...nothing, state: 'skipped', error: 'Left out of this plan.' };
  const above = parent === null ? undefined : done.get(parent);
  if (above !== undefined && above.state !== 'planned' && above.state !== 'no-op') {
    const why = leftOut.has(parent ?? '') ? 'left out' : 'not rebased';
    return { ...nothing, state: 'skipped', error: `${parent}, its base, is ${why}.` };
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
