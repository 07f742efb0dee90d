import { reconcile } from '#lib/sources/reconcile/reconcile.ts';
import { lockSources } from '#lib/store/sources/claims.ts';
import { deleteMentions, hasUnconfirmed, readMentioned, writeMissing } from '#lib/store/sources/mentions.ts';
import { lockSource, updateSource } from '#lib/store/sources/sources.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import { getSource, type SourceOverview } from './read-sources.ts';
import { holdersOf, releaseUnheld, scanAround } from './release-images.ts';
import { noSource, type SourceContext, SourceRefusedError } from './source-context.ts';

/**
 * Confirms that the images which the last complete listing misses are gone: their grace period begins. It holds for this
 * listing alone: a later one that misses more asks again. Recorded in the audit log. Throws `NotFoundError` and
 * {@link SourceRefusedError}.
 */
export async function confirmListing(
  context: SourceContext,
  id: string,
  by: Editor,
): Promise<SourceOverview> {
  const now = context.clock();
  const released = await context.db.transaction(async (within) => {
    await lockSources(within);
    const source = await lockSource(within, id);
    if (source === undefined) throw noSource(id);
    if (!(await hasUnconfirmed(within, id))) {
      throw new SourceRefusedError('conflict', 'No listing of this source waits for a confirmation.');
    }
    const before = await readMentioned(within, id);
    // What the last listing mentioned, as far as it was known before: all that it decides about.
    const there = before.filter(({ goneSince, unconfirmed }) => goneSince === null && !unconfirmed);
    const mentions = there.map(({ reference }) => ({ reference, kind: 'stored' as const, place: {} }));
    const missing = before.length - there.length;
    const absent = before.map(({ reference }) => reference);
    const result = reconcile({
      ...{ kind: source.kind, before, now, listing: { complete: true, mentions }, confirmed: there.length },
      holders: await holdersOf(within, id, absent, now),
    });
    await writeMissing(
      within,
      id,
      result.keep.filter(({ why }) => why !== 'mentioned'),
    );
    const released = await releaseUnheld(within, id, result.release, now);
    await deleteMentions(within, id, result.release);
    if (source.state === 'asks') await updateSource(within, id, { state: 'ok' });
    const change = { at: now, action: 'source-confirmed', subject: source.name } as const;
    await recordChange(within, { ...change, detail: `${missing} images are gone` }, by);
    return released;
  });
  await scanAround(context, released);
  const overview = await getSource(context, id);
  await context.events.publish([{ type: 'source', id, state: overview.source.state }]);
  return overview;
}
