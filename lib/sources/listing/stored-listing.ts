import { z } from 'zod';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import type { FoundTag } from '../selection/found-tag.ts';
import { LISTING_PROBLEM } from './listing-problem.ts';
import type { Checkpoint } from './read-listing.ts';

const place = z.object({ cursor: z.string().nullable(), entries: z.int() });

/** A checkpoint as JSON, from which another process continues. */
export const storedCheckpoint: z.ZodType<{ readonly version: 1 } & Checkpoint> = z.object({
  version: z.literal(1),
  page: place,
  at: z.string().nullable(),
  tags: place,
  problems: z.array(
    z.object({
      code: z.enum(LISTING_PROBLEM),
      message: z.string(),
      right: z.string().exactOptional(),
      retryAfter: z.number().exactOptional(),
    }),
  ),
  repositories: z.int(),
  unwanted: z.int(),
  skipped: z.int(),
});

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value));
const foundTag: z.ZodType<FoundTag> = z.object({
  registry: z.string(),
  repository: z.string(),
  tag: z.string(),
  digest: digest.optional(),
  pushedAt: z.number().optional(),
  nonImage: z.enum(['chart', 'build-cache', 'signature', 'artifact']).optional(),
});

/** A page of tags that a listing found, as JSON. */
export interface StoredPage {
  readonly version: 1;
  /** The list that it belongs to. */
  readonly list: string | null;
  /** True if the list ends with it. */
  readonly endsList: boolean;
  readonly tags: readonly FoundTag[];
}

/** Parses a {@link StoredPage}. */
export const storedPage: z.ZodType<StoredPage> = z.object({
  version: z.literal(1),
  list: z.string().nullable(),
  endsList: z.boolean(),
  tags: z.array(foundTag),
});
