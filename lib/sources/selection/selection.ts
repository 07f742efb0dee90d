import { RE2JS } from 're2js';
import { Range } from 'semver';
import { z } from 'zod';
import { isTag } from '#lib/oci/reference.ts';
import { DURATION_SHAPE, parseDuration } from '#lib/time/duration.ts';

const MAX_PATTERNS = 100;
const MAX_NAMES = 200;
/** Anyone may write the expression. re2js matches it in linear time; its compiled size grows with the length. */
const MAX_REGEX = 200;
const MAX_IMAGES = 100_000;
const DEFAULT_IMAGES = 2000;

/** The groups in which the newest versions are counted. */
const PER = ['minor', 'major', 'repository'] as const;

const pattern = z
  .string()
  .regex(
    /^[a-z0-9*._-]{1,255}(?:\/[a-z0-9*._-]{1,255}){0,31}$/,
    'a pattern of repositories without the host, such as apps/** or **/cache',
  );
const patterns = z.array(pattern).max(MAX_PATTERNS, `at most ${MAX_PATTERNS} patterns`);

const newest = z.int().min(1, 'a whole number, 1 or more').max(1000, 'at most 1000').optional();

const regex = z
  .string()
  .min(1, 'a regular expression')
  .max(MAX_REGEX, `at most ${MAX_REGEX} characters`)
  .refine(isPattern, 'a regular expression in the syntax of RE2: no look-around, no back-references');

const range = z
  .string()
  .min(1, 'a range of versions')
  .max(256, 'at most 256 characters')
  .refine(isRange, 'a range of versions, such as >=1.0 <3 or ^2.4');

const tags = z
  .union(
    [
      z.strictObject({ semver: range, newest, per: z.enum(PER).optional() }),
      z.strictObject({ regex, newest }),
      z.strictObject({
        names: z.array(z.string().refine(isTag, 'a tag')).min(1).max(MAX_NAMES, `at most ${MAX_NAMES} tags`),
      }),
      z.strictObject({ newest: newest.unwrap() }),
      z.literal('all'),
    ],
    'all, or one of: names: [latest], regex: "^v", semver: ">=1.0 <3" with newest and per, newest: 5',
  )
  .default('all');

const age = z.string().transform((text, context) => {
  const seconds = parseDuration(text);
  if (seconds !== undefined && seconds > 0) return seconds;
  context.addIssue({ code: 'custom', message: `${DURATION_SHAPE}, such as 180d` });
  return z.NEVER;
});

/** Which of a registry's tags are tracked. Without it: all tags of all repositories, at most 2,000 images. */
export const selectionSchema = z
  .strictObject({
    repositories: z
      .strictObject({
        include: patterns.min(1, 'at least one pattern').default(['**']),
        exclude: patterns.default([]),
      })
      .default({ include: ['**'], exclude: [] }),
    tags,
    /** Seconds, once parsed. */
    pushedWithin: age.optional(),
    maxImages: z
      .int('a whole number')
      .min(1, 'a whole number, 1 or more')
      .max(MAX_IMAGES, `at most ${MAX_IMAGES}`)
      .default(DEFAULT_IMAGES),
  })
  .prefault({});

/** A parsed selection. */
export type Selection = Readonly<z.output<typeof selectionSchema>>;

function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text);
    return true;
  } catch {
    return false;
  }
}

function isRange(text: string): boolean {
  try {
    return new Range(text).range !== undefined;
  } catch {
    return false;
  }
}
