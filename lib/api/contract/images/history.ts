import { z } from 'zod';
import { digest, moment, page, paging, reference, time } from '../primitives.ts';
import { id } from './images.ts';
import { reasonCode, status } from './lineage.ts';

/** How many images had each status at a moment. */
const trendPoint = z.object({ at: time, counts: z.record(status, z.number().int()) });

/** Moments as far apart from each other, oldest first. */
export const trend = z.object({ points: z.array(trendPoint) });

export const trendQuery = z.object({
  /** Compared at each moment with what was so then. */
  filter: z.string().max(2000).optional(),
  /** Images directly on this base alone. */
  base: z.string().min(1).max(1024).optional(),
  /** Unless told, when the first image was tracked, but at most 90 days before `to`. */
  from: moment.optional(),
  /** Now, unless told. */
  to: moment.optional(),
  points: z.coerce.number().int().min(2).max(500).default(60),
});

const ofImage = { at: time, imageId: id, reference };
const moved = { fromDigest: digest.nullable(), toDigest: digest.nullable() };

/** Something that became different; `previousStatus` is null for an image's first verdict. */
const change = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    ...ofImage,
    status,
    previousStatus: status.nullable(),
    summary: z.string(),
    reasonCode,
    baseName: z.string().nullable(),
  }),
  /** An image's own tag was seen to point elsewhere; null for no such tag. */
  z.object({ kind: z.literal('digest'), ...ofImage, ...moved }),
  /** A base's tag was; `images` stood on it then, directly or further up. */
  z.object({ kind: z.literal('base'), at: time, reference, ...moved, images: z.number().int() }),
  z.object({ kind: z.literal('tracked'), ...ofImage }),
  z.object({ kind: z.literal('forgotten'), ...ofImage }),
]);

/** A page of what changed after `from`, up to `to`, newest first; `totals` are of all pages. */
export const changePage = page(change).extend({
  from: time,
  to: time,
  totals: z.object({
    digests: z.number().int(),
    bases: z.number().int(),
    tracked: z.number().int(),
    forgotten: z.number().int(),
    /** Images that became something else, by the base they stand on then; an image's first verdict is none. */
    became: z.array(z.object({ baseName: z.string().nullable(), status, images: z.number().int() })),
  }),
});

export const changesQuery = paging.extend({
  filter: z.string().max(2000).optional(),
  /** 24 hours before `to`, unless told. */
  from: moment.optional(),
  /** Now, unless told. */
  to: moment.optional(),
});

/** Moments after which the fleet was another than before, oldest first; what came within a minute is one. */
export const moments = z.object({
  moments: z.array(z.object({ at: time, changes: z.number().int() })),
  /** When the first image was tracked; null where none ever was. */
  first: time.nullable(),
});

export const momentsQuery = z.object({
  filter: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(300),
});

export type TrendPointView = z.infer<typeof trendPoint>;
export type TrendView = z.infer<typeof trend>;
export type ChangeView = z.infer<typeof change>;
export type ChangePageView = z.infer<typeof changePage>;
export type MomentsView = z.infer<typeof moments>;
