import type { Mention } from '#lib/sources/mention.ts';
import type { Database } from '#lib/store/database/database.ts';
import { findImages } from '#lib/store/images/tracked-images.ts';
import { lockSources } from '#lib/store/sources/claims.ts';
import { deleteSource, insertSource, listSources, type StoredSource } from '#lib/store/sources/sources.ts';
import type { WithClock, WithDatabase, WithEvents } from '../capabilities.ts';
import { updateRunning } from '../running/update-running.ts';
import type { ApplyContext } from '../sources/apply-listing.ts';
import { isSampleSource, SAMPLE_SETTINGS } from '../sources/source-settings.ts';
import { applyPosted } from '../sources/store-posted.ts';
import { clusterMentions } from './sample-cluster.ts';
import type { SampleFleet } from './sample-fleet.ts';
import { readSampleState } from './sample-registry.ts';
import { repositoryMentions } from './sample-repository.ts';

/**
 * Adds the sources of the open sample fleet, with what a cluster and a repository would post. Does nothing if they are there,
 * or if the sample fleet was closed meanwhile. Images that are not tracked are left out: only the sample itself adds images of
 * its registry.
 */
export async function addSampleSources(
  context: ApplyContext & WithDatabase & WithEvents,
  { registry, images }: SampleFleet,
): Promise<void> {
  const { db } = context;
  const earlier = images.flatMap(({ moved }) => (moved ? [[moved.name, moved.oldDigest] as const] : []));
  const pictures = [
    { name: 'Sample cluster', mentions: await clusterMentions(registry, new Map(earlier)) },
    { name: 'Sample repository', mentions: repositoryMentions() },
  ];
  const added = await db.transaction(async (within) => {
    await lockSources(within);
    if ((await readSampleState(within)).opening === null) return [];
    if ((await sampleSources(within)).length > 0) return [];
    const sources: StoredSource[] = [];
    for (const { name, mentions } of pictures) {
      const source = await insertNamed(within, name, context.clock());
      await applyPosted(context, within, source, {
        ...{ complete: true, problems: [], sequence: 1, every: undefined },
        mentions: await trackedAmong(within, mentions),
      });
      sources.push(source);
    }
    return sources;
  });
  for (const { id } of added) await updateRunning(context, { source: id });
  await announce(context, added);
}

/** Removes the sources of the sample fleet. Its images are removed with the fleet. */
export async function removeSampleSources(context: WithClock & WithDatabase & WithEvents): Promise<void> {
  const removed = await context.db.transaction(async (within) => {
    await lockSources(within);
    const sources = await sampleSources(within);
    for (const { id } of sources) await deleteSource(within, id);
    return sources;
  });
  await announce(context, removed);
}

async function sampleSources(db: Database): Promise<StoredSource[]> {
  return (await listSources(db)).filter(isSampleSource);
}

async function trackedAmong(db: Database, mentions: readonly Mention[]): Promise<Mention[]> {
  const found = await findImages(
    db,
    mentions.map(({ reference }) => reference),
  );
  const tracked = new Set(found.map(({ reference }) => reference));
  return mentions.filter(({ reference }) => tracked.has(reference));
}

/** Stores a source of the sample. If a person's source has its name, it gets a number. */
async function insertNamed(within: Database, name: string, createdAt: Date): Promise<StoredSource> {
  for (let number = 1; ; number += 1) {
    const source = await insertSource(within, {
      ...{ name: number === 1 ? name : `${name} ${number}`, kind: 'push', settings: SAMPLE_SETTINGS },
      ...{ state: 'ok', createdAt, createdBy: 'the sample fleet' },
    });
    if (source !== undefined) return source;
  }
}

async function announce({ events }: WithEvents, sources: readonly StoredSource[]): Promise<void> {
  if (sources.length === 0) return;
  await events.publish(sources.map(({ id, state }) => ({ type: 'source', id, state })));
}
