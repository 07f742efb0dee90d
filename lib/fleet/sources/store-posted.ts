import type { ListingProblem } from '#lib/sources/listing/listing-problem.ts';
import type { Mention } from '#lib/sources/mention.ts';
import type { SourceState } from '#lib/sources/source-state.ts';
import type { Database } from '#lib/store/database/database.ts';
import { lockSources } from '#lib/store/sources/claims.ts';
import { insertListing } from '#lib/store/sources/listings.ts';
import { hasUnconfirmed } from '#lib/store/sources/mentions.ts';
import { lockSource, type StoredSource, updateSource } from '#lib/store/sources/sources.ts';
import { updateRunning } from '../running/update-running.ts';
import { announceScan } from '../scan/scan-images.ts';
import { type AppliedResult, type ApplyContext, applyListing, figuresOf } from './apply-listing.ts';
import { errorOf, stateOf } from './listing-state.ts';
import { getSource, type SourceOverview } from './read-sources.ts';
import { scanAround } from './release-images.ts';
import { silentFrom } from './silence.ts';
import { noSource, type SourceContext } from './source-context.ts';
import { checkSettings, refuseSample, settingsOf } from './source-settings.ts';

/** Everything that a source mentions, as somebody sent it. */
interface Posted {
  /** False if a part could not be read: then nothing is released. */
  readonly complete: boolean;
  readonly mentions: readonly Mention[];
  readonly problems: readonly ListingProblem[];
  /** The number of a picture; null for sources without. */
  readonly sequence: number | null;
  /** How often there is another one at least, in seconds; `undefined` if whoever sends it does not say. */
  readonly every: number | undefined;
}

/**
 * Stores what was sent to a source that is not listed, and does what follows. `accept` refuses it, or makes it from the
 * source, which is locked. Throws `NotFoundError`, `SourceRefusedError` for the sample's, and what `accept` throws.
 */
export async function storePosted(
  context: SourceContext,
  id: string,
  accept: (source: StoredSource, within: Database) => Promise<Posted>,
): Promise<SourceOverview> {
  const { applied, state } = await context.db.transaction(async (within) => {
    await lockSources(within);
    const source = await lockSource(within, id);
    if (source === undefined) throw noSource(id);
    refuseSample(source);
    return applyPosted(context, within, source, await accept(source, within));
  });
  await updateRunning(context, { source: id });
  if (applied.scan !== undefined) await announceScan(context, applied.scan);
  await scanAround(context, applied.released);
  await context.events.publish([{ type: 'source', id, state }]);
  return getSource(context, id);
}

/** Applies what was sent to a source, and stores it as its newest listing. To be called with `lockSources`. */
export async function applyPosted(
  context: ApplyContext,
  within: Database,
  source: StoredSource,
  { complete, mentions, problems, sequence, every }: Posted,
): Promise<{ readonly applied: AppliedResult; readonly state: SourceState }> {
  const now = context.clock();
  const { id } = source;
  const applied = await applyListing(context, within, source, { complete, mentions, startedAt: undefined });
  await insertListing(within, {
    ...{ sourceId: id, startedAt: now, endedAt: now, complete, sequence, added: applied.added },
    ...figuresOf(applied, mentions),
    ...{ found: mentions.length, error: errorOf(problems) },
  });
  const found = mentions.length;
  const state = (await hasUnconfirmed(within, id)) ? 'asks' : stateOf({ complete, found });
  const posts = { heardAt: now, postedEvery: every ?? null, createdAt: source.createdAt };
  const silentAt = silentFrom(checkSettings(settingsOf(source)), posts);
  const { heardAt, postedEvery } = posts;
  await updateSource(within, id, { sequence, state, heardAt, postedEvery, silentAt });
  return { applied, state };
}
