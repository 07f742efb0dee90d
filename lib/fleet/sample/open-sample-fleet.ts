import { countSampleImages, deleteSampleImages } from '#lib/store/images/tracked-images.ts';
import { forgetRegistry } from '#lib/store/registries/forget-registry.ts';
import { createScan } from '#lib/store/scans/scans.ts';
import { holdTurn } from '#lib/store/tags/hold-turn.ts';
import type { WithClock, WithDatabase, WithEvents } from '../capabilities.ts';
import type { CheckContext } from '../scan/check-context.ts';
import { scanChunk } from '../scan/scan-chunk.ts';
import type { ScanContext } from '../scan/scan-images.ts';
import { scanImages } from '../scan/scan-images.ts';
import type { ApplyContext } from '../sources/apply-listing.ts';
import { SAMPLE_HOST } from './recipes.ts';
import { livePast } from './replay-past.ts';
import { buildSampleFleet } from './sample-fleet.ts';
import type { WithSampleQueue } from './sample-queue.ts';
import {
  closeSampleRegistry,
  moveSampleTag,
  openSampleRegistry,
  readSampleState,
} from './sample-registry.ts';
import { addSampleSources, removeSampleSources } from './sample-sources.ts';

/** Whether the sample fleet is open, and how many images it has. */
export interface SampleFleetState {
  readonly open: boolean;
  readonly images: number;
}

export async function sampleFleetState({ db }: WithDatabase): Promise<SampleFleetState> {
  const [{ opening }, images] = await Promise.all([readSampleState(db), countSampleImages(db)]);
  return { open: opening !== null, images };
}

/** What opening the sample fleet needs. */
type OpenContext = CheckContext & ApplyContext & { readonly queue: WithSampleQueue['queue'] };

/**
 * Opens the sample fleet: its images are tracked with a history and judged at each moment of it, and now, before this
 * resolves, and a cluster and a repository mention some of them. A while later one of its bases moves. Opening it twice
 * changes nothing, besides adding the sources to a sample fleet of an earlier version.
 */
export async function openSampleFleet(context: OpenContext): Promise<SampleFleetState> {
  const { db, clock } = context;
  const before = await sampleFleetState(context);
  const fleet = await buildSampleFleet();
  if (before.open && before.images > 0) {
    await addSampleSources(context, fleet);
    return before;
  }
  await forgetRegistry(db, SAMPLE_HOST);
  const opening = await openSampleRegistry(db);
  const references = fleet.images.map(({ reference }) => reference);
  // Otherwise a check would record where tags point now before their history is stored.
  const added = await holdTurn(db, SAMPLE_HOST, () => livePast(context, references, fleet.past(clock())));
  const scan = await createScan(db, [{ registry: SAMPLE_HOST, total: added.length }], clock());
  await scanChunk(context, { scanId: scan.id, chunk: 0, registry: SAMPLE_HOST, imageIds: added });
  await addSampleSources(context, fleet);
  await context.queue.moveSample(opening);
  return sampleFleetState(context);
}

/**
 * Moves a base of the open sample fleet, and scans the fleet again. Does nothing if the fleet is closed, or was closed and
 * opened again since `opening`: the new opening has a move of its own. Without `opening`, moves the one that is open.
 */
export async function moveSampleBase(context: ScanContext, opening?: string): Promise<void> {
  const state = await readSampleState(context.db);
  if (state.opening === null || (opening !== undefined && state.opening !== opening)) return;
  await moveSampleTag(context.db);
  await scanImages(context, 'is:sample');
}

/** Removes the sample fleet with its sources and observations. */
export async function closeSampleFleet(context: WithClock & WithDatabase & WithEvents): Promise<void> {
  const { db } = context;
  await closeSampleRegistry(db);
  await removeSampleSources(context);
  await deleteSampleImages(db);
  await forgetRegistry(db, SAMPLE_HOST);
}
