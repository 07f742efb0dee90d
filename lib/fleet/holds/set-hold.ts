import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { namesTrait } from '#lib/lineage/filter/names-trait.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { formatReference, parseReference, watchedTag } from '#lib/oci/reference.ts';
import { applyHolds } from '#lib/store/holds/apply-holds.ts';
import {
  type CountedHold,
  countActiveHolds,
  countHeldImages,
  endHold,
  insertHold,
  listActiveHolds,
  type StoredHold,
} from '#lib/store/holds/holds.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';
import { type ImageSelection, selectImages } from '../images/select-images.ts';

/** What a hold is on: names, everything based on a base, whatever matches a filter, or selected images. */
export type HoldTarget =
  | { readonly references: readonly string[] }
  | { readonly base: string }
  | { readonly filter: string }
  | { readonly selection: ImageSelection };

/** How long a hold lasts: until a time, until the next digest of the base, whichever is first, or for good. */
export interface HoldTerms {
  readonly until: Date | null;
  readonly untilNextDigest: boolean;
  readonly reason: string;
}

/** Each costs a comparison with every image. */
const MAX_HOLDS = 500;

/** A hold was requested that cannot be set; `field` names the part of the request. */
class HoldRequestError extends Error {
  override name = 'HoldRequestError';
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/**
 * Snoozes images: their status stays, and nobody is notified of it until the hold ends. Recorded in the audit log.
 * Throws {@link HoldRequestError}, `ReferenceSyntaxError`, `FilterSyntaxError` and `SelectionChangedError`.
 */
export async function setHold(
  context: WithDatabase & WithClock,
  target: HoldTarget,
  terms: HoldTerms,
  by: Editor,
): Promise<CountedHold> {
  const { db, clock } = context;
  const now = clock();
  if (terms.until !== null && terms.until <= now) {
    throw new HoldRequestError('until', 'until: give a time in the future.');
  }
  if ((await countActiveHolds(db)) >= MAX_HOLDS) {
    throw new HoldRequestError('', `There are ${MAX_HOLDS} snoozes already. End some of them first.`);
  }
  const on = await resolveTarget(context, target);
  const hold = await db.transaction(async (within) => {
    const hold = await insertHold(within, { ...on, ...terms, createdAt: now, createdBy: by.name });
    await record(within, 'snoozed', hold, now, by);
    return hold;
  });
  await applyHolds(db, now);
  return { ...hold, images: await countHeldImages(db, hold.id) };
}

/** Ends a hold before its time. Recorded in the audit log. Throws {@link NotFoundError}. */
export async function removeHold(
  { db, clock }: WithDatabase & WithClock,
  id: string,
  by: Editor,
): Promise<void> {
  const now = clock();
  await db.transaction(async (within) => {
    const ended = await endHold(within, id, now, by.name);
    if (ended === undefined)
      throw new NotFoundError(`There is no snooze with the id ${id}, or it has ended.`);
    await record(within, 'snooze-ended', ended, now, by);
  });
  await applyHolds(db, now);
}

/** The holds that have not ended, newest first, each with the number of images that it snoozes. */
export function getHolds({ db }: WithDatabase, page: Parameters<typeof listActiveHolds>[1]) {
  return listActiveHolds(db, page);
}

type StoredTarget = Pick<StoredHold, 'references' | 'base' | 'filter'>;

async function resolveTarget(context: WithDatabase, target: HoldTarget): Promise<StoredTarget> {
  const none = { references: null, base: null, filter: null };
  if ('base' in target) return { ...none, base: watchedName(target.base) };
  if ('references' in target) {
    return {
      ...none,
      references: [...new Set(target.references.map((text) => formatReference(parseReference(text))))],
    };
  }
  if ('filter' in target) {
    if (namesTrait(parseFilter(target.filter), 'snoozed')) {
      throw new HoldRequestError(
        'filter',
        'filter: a snooze decides what is:snoozed selects, so its filter cannot contain is:snoozed. Leave it out, or ' +
          'snooze the images that are selected now: select them in the fleet, or POST /api/v1/images/snooze.',
      );
    }
    return { ...none, filter: target.filter.trim() };
  }
  const { images } = await selectImages(context, target.selection);
  if (images.length === 0) throw new NotFoundError('None of the selected images is tracked any more.');
  return { ...none, references: images.map(({ reference }) => reference) };
}

/** The tag that a base's name follows. */
function watchedName(text: string): string {
  const tag = watchedTag(parseReference(text));
  if (tag === undefined) {
    throw new HoldRequestError('base', `base: ${text} has no tag, so it never gets another digest.`);
  }
  return formatReference(tag);
}

/** What a hold is on, in a few words. */
function holdSubject({ references, base, filter }: StoredTarget): string {
  if (base !== null) return `everything based on ${base}`;
  if (filter !== null) return filter === '' ? 'the whole fleet' : `filter ${filter}`;
  const [first = '', ...others] = references ?? [];
  return others.length === 0 ? first : counted(others.length + 1, 'image');
}

function record(
  within: Parameters<typeof recordChange>[0],
  action: 'snoozed' | 'snooze-ended',
  hold: StoredHold,
  at: Date,
  by: Editor,
): Promise<void> {
  return recordChange(within, { at, action, subject: holdSubject(hold), detail: hold.reason }, by);
}
