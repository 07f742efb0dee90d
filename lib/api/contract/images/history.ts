import { z } from 'zod';
import { digest, filterText, moment, page, paging, reference, time } from '../primitives.ts';
import { id } from './images.ts';
import { reasonCode, status } from './lineage.ts';

/** The number of images with each status at one time. */
const trendPoint = z.object({ at: time, counts: z.record(status, z.number().int()) });

/** Points at equal intervals, oldest first. */
export const trend = z.object({ points: z.array(trendPoint) });

export const trendQuery = z.object({
  /** Compared at each point with the fleet as it was then. */
  filter: filterText.optional(),
  /** Only images directly based on this image. */
  base: z.string().min(1).max(1024).optional(),
  /** By default when the first image was tracked, but at most 90 days before `to`. */
  from: moment.optional(),
  /** Now by default. */
  to: moment.optional(),
  points: z.coerce.number().int().min(2).max(500).default(60),
});

const ofImage = { at: time, imageId: id, reference };
const moved = { fromDigest: digest.nullable(), toDigest: digest.nullable() };

/** A change in the fleet; `previousStatus` is null for an image's first verdict. */
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
  /** An image's own tag was seen with another digest; null if the tag did not exist. */
  z.object({ kind: z.literal('digest'), ...ofImage, ...moved }),
  /** A base's tag was seen with another digest; `images` counts those with it in their base chain at that time. */
  z.object({ kind: z.literal('base'), at: time, reference, ...moved, images: z.number().int() }),
  z.object({ kind: z.literal('tracked'), ...ofImage }),
  z.object({ kind: z.literal('forgotten'), ...ofImage }),
]);

/** A page of the changes after `from`, up to and including `to`, newest first; `totals` cover all pages. */
export const changePage = page(change).extend({
  from: time,
  to: time,
  totals: z.object({
    digests: z.number().int(),
    bases: z.number().int(),
    tracked: z.number().int(),
    forgotten: z.number().int(),
    /** Images whose status changed, by their new base and status; first verdicts do not count. */
    became: z.array(z.object({ baseName: z.string().nullable(), status, images: z.number().int() })),
  }),
});

export const changesQuery = paging.extend({
  filter: filterText.optional(),
  /** 24 hours before `to` by default. */
  from: moment.optional(),
  /** Now by default. */
  to: moment.optional(),
});

/** The times at which the fleet changed, oldest first; changes within a minute count as one. */
export const moments = z.object({
  moments: z.array(z.object({ at: time, changes: z.number().int() })),
  /** When the first image was tracked; null if none ever was. */
  first: time.nullable(),
});

export const momentsQuery = z.object({
  filter: filterText.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(300),
});

export type TrendPointView = z.infer<typeof trendPoint>;
export type TrendView = z.infer<typeof trend>;
export type ChangeView = z.infer<typeof change>;
export type ChangePageView = z.infer<typeof changePage>;
export type MomentsView = z.infer<typeof moments>;
