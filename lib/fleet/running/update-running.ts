import { lockSources } from '#lib/store/sources/claims.ts';
import {
  type RunningSelection,
  readRunningPlaces,
  runsAnywhere,
  writeRunningStates,
} from '#lib/store/sources/running-states.ts';
import type { WithDatabase } from '../capabilities.ts';
import { comparePlace, isKnownDigest } from './compare-place.ts';
import { readFamilies } from './image-families.ts';

/**
 * Compares what runs with what its name has now, and stores the result where it changed. To be called after what it depends
 * on is committed: verdicts or mentions.
 */
export async function updateRunning({ db }: WithDatabase, which: RunningSelection): Promise<void> {
  if (!(await runsAnywhere(db, which))) return;
  await db.transaction(async (within) => {
    // One after the other: an older comparison must not replace a newer one.
    await lockSources(within);
    const places = await readRunningPlaces(within, which);
    const digests = places.flatMap(({ digest, current }) => [digest, current]).filter(isKnownDigest);
    const find = await readFamilies({ db: within }, [...new Set(digests)]);
    const compared = places.map((place) => ({ ...place, now: comparePlace(place, place, find).state }));
    await writeRunningStates(
      within,
      compared.filter(({ running, now }) => running !== now),
    );
  });
}
