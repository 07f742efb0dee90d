import { z } from 'zod';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { DURATION_SHAPE, parseDuration } from '#lib/time/duration.ts';

/** What a mention says of an image: a registry stores it, something runs it, or a file declares it. */
export const MENTION_KINDS = ['stored', 'runs', 'declared'] as const;

const MAX_PLACE_KEYS = 20;

const digest = z
  .string()
  .refine(isDigest, 'a digest: sha256: and 64 lower-case hex digits')
  .transform((text) => text as Digest);

/**
 * One image that a source names. `reference` is as written there, and may be invalid, such as `$REGISTRY/app:1` in a file.
 * `place` says where in the source, in the source's own terms.
 */
export const mentionSchema = z.strictObject({
  reference: z.string().min(1, 'a reference').max(1024, 'at most 1024 characters'),
  digest: digest.optional(),
  kind: z.enum(MENTION_KINDS, `one of ${MENTION_KINDS.join(', ')}`),
  place: z
    .record(z.string().min(1).max(64), z.union([z.string().max(1024), z.number(), z.boolean()]))
    .refine((place) => Object.keys(place).length <= MAX_PLACE_KEYS, `at most ${MAX_PLACE_KEYS} keys`),
});

const MIN_POSTED_EVERY = 60;
const MAX_POSTED_EVERY = 31 * 24 * 3600;

/** How often mentions are posted at least, such as `10m`; in seconds, once parsed. */
export const postedEverySchema = z
  .string()
  .max(20)
  .transform((text, context) => {
    const seconds = parseDuration(text);
    if (seconds !== undefined && seconds >= MIN_POSTED_EVERY && seconds <= MAX_POSTED_EVERY) return seconds;
    context.addIssue({ code: 'custom', message: `${DURATION_SHAPE}, from 1m to 31d` });
    return z.NEVER;
  });

/** One image that a source names, with its place. */
export type Mention = Readonly<z.infer<typeof mentionSchema>>;
