import { matchesRepository } from '#lib/lineage/filter/repository-pattern.ts';
import { type Wave, wavesOn } from '#lib/lineage/graph/cascade-waves.ts';
import { formatReference, formatRepository, parseReference, watchedTag } from '#lib/oci/reference.ts';
import type { ConfigMode, RebasePlan, RebaseRefusal } from '#lib/rebase/rebase.ts';
import type { CascadeItemState } from '#lib/rebase/states.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { readStandings } from '#lib/store/images/tracked-images.ts';
import { insertCascade } from '#lib/store/rebases/cascades.ts';
import type { FleetContext } from '../../context.ts';
import { RebaseRefusedError, refuse, UnconfirmedBaseError } from '../errors.ts';
import { NotAnImageError } from '../planning/load-image.ts';
import { previewRebase } from '../planning/plan-rebase.ts';
import { plannedImages } from '../planning/planned-images.ts';

export interface CascadeRequest {
  readonly reference: string;
  readonly configMode?: ConfigMode | undefined;
  /** Patterns of repositories; others are left as they are, and what stands on them too. */
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
 * Plans the rebase of everything that stands on an image, wave by wave: what a plan will push is known to the
 * byte, so that the next wave is planned on it before anything is pushed. Nothing is written to any registry.
 * Answers the cascade's id. Throws `ReferenceSyntaxError`, and a refusal where nothing stands on the image.
 */
export async function planCascade(context: FleetContext, request: CascadeRequest): Promise<string> {
  const asked = parseReference(request.reference);
  const root = formatReference(watchedTag(asked) ?? asked);
  const configMode = request.configMode ?? 'merge';
  const waves = wavesOn(root, await standings(context, request.only));
  if (waves.length === 0) {
    refuse(
      'no-base',
      `No tracked image stands on ${root}${request.only ? ' and matches the patterns' : ''}.`,
      ['none-needed'],
    );
  }
  const done = new Map<string, Planned>();
  for (const [, members] of Map.groupBy(waves, ({ wave }) => wave)) {
    const known = plannedImages([...done.values()].flatMap(({ plan }) => plan ?? []));
    await inLanes(members, async (member) => {
      done.set(member.reference, await planItem(context, member, root, configMode, done, known));
    });
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

/** The tracked images with the tag that each stands on. */
async function standings({ db }: FleetContext, only: readonly string[] | undefined) {
  const rows = await readStandings(db);
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
  context: FleetContext,
  { reference, parent }: Wave,
  root: string,
  configMode: ConfigMode,
  done: ReadonlyMap<string, Planned>,
  known: ReturnType<typeof plannedImages>,
): Promise<Planned> {
  const nothing = { planId: null, plan: null, refusal: null, error: null };
  const above = parent === null ? undefined : done.get(parent);
  if (above !== undefined && above.state !== 'planned' && above.state !== 'no-op') {
    return { ...nothing, state: 'skipped', error: `${parent}, which it stands on, is not rebased.` };
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

async function inLanes<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const lane = async () => {
    for (const item of waiting) await task(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
