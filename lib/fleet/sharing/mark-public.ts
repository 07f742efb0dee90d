import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { recordAccess } from '#lib/store/access/audit-log.ts';
import { readImage, type TrackedImage } from '#lib/store/images/tracked-images.ts';
import { type Marked, type Marking, markPublic } from '#lib/store/sharing/image-visibility.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { imageNotFound } from '../errors.ts';

/** Images to be marked: those of a filter's text, or those of some ids. */
export type MarkRequest = { readonly filter: string } | { readonly ids: readonly string[] };

/** Who marks them, and from where, for the access audit log. */
export interface Marker {
  readonly name: string;
  readonly address: string | null;
}

/**
 * Marks images public, so that their badges and the public feed show them to everyone, or private again.
 * Ids that are not tracked are skipped. The audit log gets an entry in the same transaction. Throws `FilterSyntaxError`.
 */
export async function markImages(
  context: WithDatabase & WithClock,
  asked: MarkRequest,
  isPublic: boolean,
  marker: Marker,
): Promise<Marking> {
  if ('ids' in asked) return mark(context, asked, isPublic, marker, null);
  const subject = asked.filter.trim() === '' ? 'the whole fleet' : asked.filter;
  return mark(context, { filter: parseFilter(asked.filter) }, isPublic, marker, subject);
}

/** Marks one image, and returns it as it is then. Throws `NotFoundError`. */
export async function markImage(
  context: WithDatabase & WithClock,
  id: string,
  isPublic: boolean,
  marker: Marker,
): Promise<TrackedImage> {
  const image = await readImage(context.db, id);
  if (image === undefined) throw imageNotFound(id);
  await mark(context, { ids: [id] }, isPublic, marker, image.reference);
  return { ...image, public: isPublic };
}

/** `subject` is what was marked, in the audit log's words. */
async function mark(
  { db, clock }: WithDatabase & WithClock,
  marked: Marked,
  isPublic: boolean,
  { name, address }: Marker,
  subject: string | null,
): Promise<Marking> {
  return db.transaction(async (transaction) => {
    const marking = await markPublic(transaction, marked, isPublic);
    if (marking.changed > 0) {
      const action = isPublic ? 'made-public' : 'made-private';
      const detail = counted(marking.changed, 'image');
      await recordAccess(transaction, {
        at: clock(),
        action,
        actor: name,
        subject,
        address,
        times: 1,
        detail,
      });
    }
    return marking;
  });
}
