import { z } from 'zod';
import { bodyTime, filterText, page, paging, reference, time } from '../primitives.ts';
import { id } from './images.ts';
import { SELECTION, SELECTS_ONCE, selectsOnce } from './selection.ts';

const terms = {
  /** When it ends, ISO 8601; without it and `untilNextDigest`, it does not end by itself. */
  until: bodyTime.nullable().optional(),
  /** Ends for an image once the tag of its base has another digest. */
  untilNextDigest: z.boolean().optional(),
  /** Why, for whoever sees it later. */
  reason: z.string().trim().min(1).max(500),
};

/** Snoozes an image, everything based on a base, or whatever matches a filter, now and later. */
export const holdRequest = z
  .strictObject({
    reference: reference.optional(),
    base: reference.optional(),
    filter: filterText.optional(),
    ...terms,
  })
  .refine(
    (request) =>
      [request.reference, request.base, request.filter].filter((each) => each !== undefined).length === 1,
    'send one of "reference", "base" and "filter"',
  );

/** Snoozes exactly the images that are selected now. */
export const snoozeRequest = z.strictObject({ ...SELECTION, ...terms }).refine(selectsOnce, SELECTS_ONCE);

export const hold = z.object({
  id,
  /** One of these says what is snoozed. `reference` is set if it is one image, `references` if they are named. */
  reference: reference.nullable(),
  references: z.array(reference).nullable(),
  base: reference.nullable(),
  filter: z.string().nullable(),
  until: time.nullable(),
  untilNextDigest: z.boolean(),
  reason: z.string(),
  createdAt: time,
  createdBy: z.string(),
  /** How many images it snoozes now. */
  images: z.number().int(),
});

export const holdPage = page(hold);
export const holdsQuery = paging;

export type HoldRequest = z.infer<typeof holdRequest>;
export type SnoozeRequest = z.infer<typeof snoozeRequest>;
export type HoldView = z.infer<typeof hold>;
export type HoldPageView = z.infer<typeof holdPage>;
