import { z } from 'zod';
import { SORT_COLUMN, type SortColumn } from '#lib/lineage/vocabulary/image-sort.ts';
import { digest, moment, page, paging, reference, time } from '../primitives.ts';
import { lastKnown, status, unreachable } from './lineage.ts';

export const id = z.uuid();

/** A tracked image with its latest verdict; `checkedAt` is null and `status` `pending` until a scan ended. */
export const image = z.object({
  id,
  reference,
  digest: digest.nullable(),
  status,
  summary: z.string(),
  checkedAt: time.nullable(),
  baseName: z.string().nullable(),
  behindSince: time.nullable(),
  platforms: z.array(z.string()),
  /** Why it cannot be checked, and since when; null where it can. The other fields are then as last known. */
  unreachable: unreachable.nullable(),
  unreachableSince: time.nullable(),
  /** What was known before it could not be checked. */
  lastKnown: lastKnown.nullable(),
  /** True for images of the sample fleet. */
  sample: z.boolean(),
  /** Whether its badge and the public feed show it to whoever asks. */
  public: z.boolean(),
});

export const imagePage = page(image).extend({ total: z.number().int() });

/** Track one or up to 10,000 images. */
export const trackRequest = z
  .strictObject({
    reference: z.string().optional(),
    references: z.array(z.string()).min(1).max(10_000).optional(),
  })
  .refine(
    (asked) => (asked.reference === undefined) !== (asked.references === undefined),
    'give either "reference" or "references"',
  );

export const trackResponse = z.object({
  items: z.array(z.object({ id, reference, status })),
});

/** Marks one image public or private. */
export const imagePatch = z.strictObject({ public: z.boolean() });

/** Marks many: those of a filter (an empty one is the whole fleet), or those of up to 10,000 ids. */
export const publicRequest = z
  .strictObject({
    filter: z.string().max(2000).optional(),
    ids: z.array(id).min(1).max(10_000).optional(),
    public: z.boolean(),
  })
  .refine(
    (asked) => (asked.filter === undefined) !== (asked.ids === undefined),
    'give either "filter" or "ids"',
  );

/** How many images are now marked so that were not before, of how many that were asked for. */
export const publicResponse = z.object({ changed: z.number().int(), total: z.number().int() });

/** A column of the list, ascending, or descending after a `-`. */
export type ImageSort = SortColumn | `-${SortColumn}`;
export const IMAGE_SORT: readonly ImageSort[] = SORT_COLUMN.flatMap((column): ImageSort[] => [
  column,
  `-${column}`,
]);

export const imagesQuery = paging.extend({
  filter: z.string().max(2000).optional(),
  sort: z.enum(IMAGE_SORT).default('reference'),
  /** As the fleet was then; `checkedAt` is when the verdict that held had been reached. */
  at: moment.optional(),
});

export const imageQuery = z.object({ at: moment.optional() });

/** Every digest an image's tag had and what it stood on then, newest first. */
export const imageHistory = z.object({
  observations: z.array(z.object({ digest: digest.nullable(), firstSeen: time, lastSeen: time })),
  verdicts: z.array(
    z.object({
      at: time,
      digest: digest.nullable(),
      status,
      summary: z.string(),
      baseName: z.string().nullable(),
      baseDigest: digest.nullable(),
    }),
  ),
});

export type ImageView = z.infer<typeof image>;
export type ImagePageView = z.infer<typeof imagePage>;
export type ImageHistoryView = z.infer<typeof imageHistory>;
