import type { Mention } from '#lib/sources/mention.ts';
import type { SourceState } from '#lib/sources/source-state.ts';
import type { Database } from '#lib/store/database/database.ts';
import { lockSources } from '#lib/store/sources/claims.ts';
import { insertListing } from '#lib/store/sources/listings.ts';
import { hasUnconfirmed } from '#lib/store/sources/mentions.ts';
import { lockSource, type StoredSource, updateSource } from '#lib/store/sources/sources.ts';
import { updateRunning } from '../running/update-running.ts';
import { announceScan } from '../scan/scan-images.ts';
import { type AppliedResult, type ApplyContext, applyListing } from './apply-listing.ts';
import { getSource, type SourceOverview } from './read-sources.ts';
import { scanAround } from './release-images.ts';
import { silentFrom } from './silence.ts';
import { noSource, type SourceContext, SourceRefusedError } from './source-context.ts';
import { checkSettings, refuseSample, settingsOf } from './source-settings.ts';

/** Everything that a source mentions now. A later picture has a greater number. */
export interface PostedMentions {
  readonly sequence: number;
  readonly mentions: readonly Mention[];
  /** How often there is a picture at least, in seconds; `undefined` if whoever posts does not say. */
  readonly every?: number | undefined;
}

/**
 * Takes the full picture of a source whose images are posted. The same picture may be posted again; an older one is refused.
 * Throws `NotFoundError` and {@link SourceRefusedError}.
 */
export async function postMentions(
  context: SourceContext,
  id: string,
  { sequence, mentions, every }: PostedMentions,
): Promise<SourceOverview> {
  const { applied, state } = await context.db.transaction(async (within) => {
    await lockSources(within);
    const source = await lockSource(within, id);
    if (source === undefined) throw noSource(id);
    refuseSample(source);
    if (source.kind !== 'push') {
      const why = `This source is listed by Baseboard. Only a source of the kind push takes mentions.`;
      throw new SourceRefusedError('conflict', why);
    }
    if (source.sequence !== null && sequence < source.sequence) {
      const why = `The sequence ${sequence} is older than ${source.sequence}, which was posted before. Nothing was changed.`;
      throw new SourceRefusedError('conflict', why, 'sequence');
    }
    return applyPicture(context, within, source, { sequence, mentions, every });
  });
  await updateRunning(context, { source: id });
  if (applied.scan !== undefined) await announceScan(context, applied.scan);
  await scanAround(context, applied.released);
  await context.events.publish([{ type: 'source', id, state }]);
  return getSource(context, id);
}

/** Applies the full picture of a source, and stores it as its newest listing. To be called with `lockSources`. */
export async function applyPicture(
  context: ApplyContext,
  within: Database,
  source: StoredSource,
  { sequence, mentions, every }: PostedMentions,
): Promise<{ readonly applied: AppliedResult; readonly state: SourceState }> {
  const now = context.clock();
  const { id } = source;
  const listing = { complete: true, mentions, startedAt: undefined };
  const applied = await applyListing(context, within, source, listing);
  const shrank = applied.warnings.find((warning) => warning.kind === 'shrank');
  const unreadable = applied.warnings.find((warning) => warning.kind === 'unreadable');
  await insertListing(within, {
    ...{ sourceId: id, startedAt: now, endedAt: now, complete: true, sequence, added: applied.added },
    ...{ seen: new Set(mentions.map(({ reference }) => reference)).size, found: mentions.length },
    ...{ released: applied.released.length, unreadable: unreadable?.count ?? 0 },
    ...{ known: shrank?.before ?? null, missing: shrank?.missing ?? null },
  });
  const state = (await hasUnconfirmed(within, id)) ? ('asks' as const) : ('ok' as const);
  const posts = { heardAt: now, postedEvery: every ?? null, createdAt: source.createdAt };
  const { heardAt, postedEvery } = posts;
  const silentAt = silentFrom(checkSettings(settingsOf(source)), posts);
  await updateSource(within, id, { sequence, state, heardAt, postedEvery, silentAt });
  return { applied, state };
}
