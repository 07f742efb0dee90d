import { z } from 'zod';
import { digest, reference, time } from '../primitives.ts';
import { id } from './images.ts';
import { status } from './lineage.ts';

export const baseQuery = z.object({ reference });

/** Tracked images by status. */
const dependents = z.object({ total: z.number().int(), byStatus: z.record(status, z.number().int()) });

/** What is known about a base: the digests of its tag, and the tracked images that are based on it. */
export const base = z.object({
  reference,
  /** The image that is tracked under this name; null if it is not tracked itself. */
  imageId: id.nullable(),
  /** Its own status, if it is tracked. */
  status: status.nullable(),
  /** The digest that the name resolved to at the last check; null if the tag is gone, or was never checked. */
  digest: digest.nullable(),
  /** Every digest that the tag had, newest first; a null digest means that the tag did not exist. */
  history: z.array(
    z.object({
      digest: digest.nullable(),
      firstSeen: time,
      lastSeen: time,
      /** The tracked images that name this digest as that of their direct base. */
      images: z.number().int(),
    }),
  ),
  /** Images directly based on it: the filter `base:`. */
  direct: dependents,
  /** Images based on it through other bases: the filter `ancestor:` without `base:`. */
  through: dependents,
});

/** Newer tags of a base's repository, of the same shape as its own. */
export const newerTags = z.object({
  /** False if the base's tag is no version, such as `latest`: then no tag is newer. */
  comparable: z.boolean(),
  /** Newest first, at most 20. */
  tags: z.array(z.string()),
  total: z.number().int(),
});

export type BaseView = z.infer<typeof base>;
export type NewerTagsView = z.infer<typeof newerTags>;
