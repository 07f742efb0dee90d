import { keepByPerson } from '#lib/store/images/tracked-images.ts';
import { lockSources } from '#lib/store/sources/claims.ts';
import { readMentioned } from '#lib/store/sources/mentions.ts';
import { deleteSource, lockSource } from '#lib/store/sources/sources.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import { releaseUnheld, scanAround } from './release-images.ts';
import { noSource, type SourceContext } from './source-context.ts';
import { refuseReadOnly } from './source-settings.ts';

/**
 * Removes a source. Images that no other source and no person keeps are untracked, or kept as a person's with `keepImages`.
 * Recorded in the audit log. Throws `NotFoundError` and `SourceRefusedError`.
 */
export async function removeSource(
  context: SourceContext,
  id: string,
  { keepImages }: { readonly keepImages: boolean },
  by: Editor,
): Promise<{ readonly untracked: number }> {
  const now = context.clock();
  const released = await context.db.transaction(async (within) => {
    await lockSources(within);
    const source = await lockSource(within, id);
    if (source === undefined) throw noSource(id);
    refuseReadOnly(source);
    const references = (await readMentioned(within, id)).map(({ reference }) => reference);
    if (keepImages) await keepByPerson(within, references);
    const released = keepImages ? [] : await releaseUnheld(within, id, references, now);
    await deleteSource(within, id);
    const detail = keepImages ? 'its images are kept' : `${released.length} images untracked`;
    await recordChange(within, { at: now, action: 'source-deleted', subject: source.name, detail }, by);
    return released;
  });
  await scanAround(context, released);
  await context.events.publish([{ type: 'source', id, state: 'ok' }]);
  return { untracked: released.length };
}
