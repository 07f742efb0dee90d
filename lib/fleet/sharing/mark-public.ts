import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { readImage, type TrackedImage } from '#lib/store/images/tracked-images.ts';
import { type Marking, markPublic } from '#lib/store/sharing/image-visibility.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { imageNotFound } from '../errors.ts';
import { type ImageSelection, parseSelection, requireExpected } from '../images/select-images.ts';

/**
 * Marks images public, so that their badges and the public feed show them to everyone, or private again.
 * Ids that are not tracked are skipped. The audit log gets an entry in the same transaction. Throws `FilterSyntaxError`
 * and `SelectionChangedError`.
 */
export async function markImages(
  context: WithDatabase & WithClock,
  selection: ImageSelection,
  isPublic: boolean,
  editor: Editor,
): Promise<Marking> {
  const { filter } = selection;
  const subject = filter === undefined ? null : filter.trim() === '' ? 'the whole fleet' : filter;
  return mark(context, selection, isPublic, editor, subject);
}

/** Marks one image, and returns it as it is then. Throws `NotFoundError`. */
export async function markImage(
  context: WithDatabase & WithClock,
  id: string,
  isPublic: boolean,
  editor: Editor,
): Promise<TrackedImage> {
  const image = await readImage(context.db, id);
  if (image === undefined) throw imageNotFound(id);
  await mark(context, { ids: [id] }, isPublic, editor, image.reference);
  return { ...image, public: isPublic };
}

/** `subject` is what was marked, in the audit log's words. */
async function mark(
  { db, clock }: WithDatabase & WithClock,
  selection: ImageSelection,
  isPublic: boolean,
  editor: Editor,
  subject: string | null,
): Promise<Marking> {
  return db.transaction(async (transaction) => {
    const marking = await markPublic(transaction, parseSelection(selection), isPublic);
    requireExpected(selection, marking.total);
    const changed = marking.changedIds.length;
    if (changed > 0) {
      const action = isPublic ? 'made-public' : 'made-private';
      const detail = counted(changed, 'image');
      await recordChange(transaction, { at: clock(), action, subject, detail }, editor);
    }
    return marking;
  });
}
