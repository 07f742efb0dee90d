import { parseReference } from '#lib/oci/reference.ts';
import { isOverItem } from '#lib/rebase/states.ts';
import {
  beginRound,
  type CascadeItem,
  changeCascade,
  countItems,
  readCascade,
  readCascadeState,
  type StoredCascade,
  setWaitingItems,
} from '#lib/store/rebases/cascades.ts';
import type { WithClock, WithDatabase, WithEvents, WithTagCaches } from '../../capabilities.ts';
import { NotFoundError } from '../../errors.ts';
import type { ScanContext } from '../../scan/scan-images.ts';
import { PlanOutdatedError, refuse } from '../errors.ts';
import type { ExecutionContext } from '../execution/execution-context.ts';
import { scanGathered } from '../execution/scan-moved-tags.ts';
import { requirePush } from '../execution/start-rebase.ts';
import type { WithCascadeQueue } from '../rebase-queue.ts';

/** What running a cascade needs: what its rebases need, and a queue for its images. */
export interface CascadeContext extends Omit<ExecutionContext, 'queue'>, WithTagCaches {
  readonly queue: ExecutionContext['queue'] & WithCascadeQueue['queue'];
}

/** Who starts or resumes a cascade, and how. */
export interface CascadeStart {
  readonly actor: string;
  /** Kept in the audit log. */
  readonly reason?: string | undefined;
  /** Runs this image alone first, and pauses after it. */
  readonly canary?: string | undefined;
}

/** Starts a planned cascade, or resumes a paused one. Throws a refusal for a canary that could not run first. */
export async function startCascade(
  context: CascadeContext,
  id: string,
  { actor, reason, canary }: CascadeStart,
): Promise<void> {
  const found = await readCascade(context.db, id);
  if (found === undefined) throw new NotFoundError(`There is no cascade with the id ${id}. Plan it again.`);
  const { cascade, items } = found;
  const first = items.find(({ state }) => state === 'planned');
  if (first !== undefined) requirePush(context, first.reference);
  if (canary !== undefined) requireFirst(cascade, items, canary);
  const started = await beginRound(context.db, id, {
    actor,
    roundStartedAt: context.clock(),
    ...(reason === undefined ? {} : { reason }),
    ...(canary === undefined ? {} : { canary }),
  });
  if (started === undefined) {
    throw new PlanOutdatedError(
      `The cascade is ${cascade.state}: only a planned or paused one can be started.`,
    );
  }
  await setWaitingItems(context.db, id, 'waiting');
  await enqueue(context, started, ({ state }) => state === 'planned' || state === 'waiting');
  await publish(context, id, 'running');
  await finishIfOver(context, id);
}

/** The images that may run first: planned, after nothing else that is planned. */
export function firstItems<Item extends Pick<CascadeItem, 'reference' | 'parent' | 'state'>>(
  kind: StoredCascade['kind'],
  items: readonly Item[],
): Item[] {
  const planned = items.filter(({ state }) => state === 'planned');
  const names = new Set(planned.map(({ reference }) => reference));
  return planned.filter((item) => !predecessors(kind, item, planned).some((name) => names.has(name)));
}

function requireFirst(cascade: StoredCascade, items: readonly CascadeItem[], canary: string): void {
  if (firstItems(cascade.kind, items).some(({ reference }) => reference === canary)) return;
  refuse(
    'not-allowed',
    `${canary} cannot run first: it is not planned in this cascade, or it has to wait for another image.`,
    ['none-needed'],
  );
}

/** Enqueues the rest of a cascade unless it has a job; of a paused or stopped one, only the running images. */
export async function resumeCascade(context: CascadeContext, cascade: StoredCascade): Promise<void> {
  if (await context.queue.holdsCascade(cascade.id)) return;
  const isRunning = cascade.state === 'running';
  await enqueue(context, cascade, ({ state }) => (isRunning ? !isOverItem(state) : state === 'running'));
  await finishIfOver(context, cascade.id);
}

/** Enqueues items, each after those that it has to wait for. While the canary is not over, nothing else. */
export async function enqueue(
  context: WithDatabase & WithCascadeQueue,
  { id, round, kind, canary }: StoredCascade,
  wanted: (item: CascadeItem) => boolean,
): Promise<void> {
  const all = (await readCascade(context.db, id))?.items ?? [];
  const first = all.find(({ reference, state }) => reference === canary && !isOverItem(state));
  const items = all.filter((item) => (first === undefined || item === first) && wanted(item));
  const names = new Set(items.map(({ reference }) => reference));
  await context.queue.cascade(
    items.map((item) => ({
      cascadeId: id,
      reference: item.reference,
      round,
      after: predecessors(kind, item, all).filter((name) => names.has(name)),
      registry: parseReference(item.reference).registry,
    })),
  );
}

/** The images that an item waits for: its base, or, to roll back, the images based on it. */
export function predecessors(
  kind: StoredCascade['kind'],
  item: Pick<CascadeItem, 'reference' | 'parent'>,
  items: readonly Pick<CascadeItem, 'reference' | 'parent'>[],
): string[] {
  if (kind === 'rebase') return item.parent === null ? [] : [item.parent];
  return items.flatMap(({ reference, parent }) => (parent === item.reference ? [reference] : []));
}

/** Pauses a cascade: running rebases finish, and nothing more starts. */
export async function pauseCascade(
  context: WithDatabase & WithClock & WithEvents,
  id: string,
): Promise<void> {
  await change(context, id, ['running'], 'paused');
}

/** Stops a cascade: running rebases finish, the rest is left as it is. */
export async function stopCascade(context: WithDatabase & WithClock & WithEvents, id: string): Promise<void> {
  await change(context, id, ['running', 'paused'], 'stopped');
  await setWaitingItems(context.db, id, 'skipped');
  await publish(context, id, 'stopped');
}

async function change(
  context: WithDatabase & WithClock & WithEvents,
  id: string,
  from: readonly StoredCascade['state'][],
  state: StoredCascade['state'],
): Promise<void> {
  const finishedAt = state === 'stopped' ? context.clock() : null;
  if ((await changeCascade(context.db, id, from, { state, finishedAt })) !== undefined) {
    return publish(context, id, state);
  }
  const known = await readCascadeState(context.db, id);
  if (known === undefined) throw new NotFoundError(`There is no cascade with the id ${id}.`);
  throw new PlanOutdatedError(`The cascade is ${known.state} already.`);
}

/** Ends a cascade whose last image is over. */
export async function finishIfOver(context: ScanContext, id: string): Promise<void> {
  const counts = (await countItems(context.db, [id])).get(id) ?? {};
  const open = (Object.keys(counts) as (keyof typeof counts)[]).some((state) => !isOverItem(state));
  if (open) return;
  await scanGathered(context);
  // Refusals were shown before the cascade was started.
  const bad = (counts.failed ?? 0) + (counts.conflict ?? 0);
  const state = bad > 0 ? 'failed' : 'succeeded';
  const ended = await changeCascade(context.db, id, ['running', 'paused'], {
    state,
    finishedAt: context.clock(),
  });
  if (ended !== undefined) await publish(context, id, state);
}

export async function publish(
  { events }: WithEvents,
  id: string,
  state: StoredCascade['state'],
): Promise<void> {
  await events.publish([{ type: 'cascade', id, state }]);
}
