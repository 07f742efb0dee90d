import { z } from 'zod';
import { FILE_CHANGE, FILE_TYPE, PACKAGE_CHANGE, PACKAGE_KIND } from '#lib/difference/vocabulary.ts';
import { digest, platform, reference } from './primitives.ts';
import { configChange, layer } from './rebases.ts';

/** The two images, each by a tag or, with `@sha256:…`, by a digest. */
export const differenceQuery = z.object({ from: reference, to: reference });

export const contentsQuery = differenceQuery.extend({
  platform: z.string().min(1).max(200),
  /** Another image whose repository may have layers that the repositories of the two no longer have. */
  also: reference.optional(),
});

const compared = z.object({ reference, digest });

/** What differs in the manifests and configs of two images, by platform. */
export const difference = z.object({
  from: compared,
  to: compared,
  platforms: z.array(
    z.object({
      platform,
      /** The platform's manifests; null where an image does not have the platform: then nothing else is compared. */
      before: digest.nullable(),
      after: digest.nullable(),
      /** By diff ID: a layer that was compressed again is kept. Bottom first. */
      layers: z.object({ kept: z.array(layer), removed: z.array(layer), added: z.array(layer) }),
      /** Bytes of all layers as stored, compressed. */
      size: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
      config: z.array(configChange),
    }),
  ),
  /** Platforms that an image lists and its registry does not have: they are not compared. */
  missing: z.object({ from: z.array(platform), to: z.array(platform) }),
});

/** Something was not read: this is never “no change”. */
const notCompared = z.object({ state: z.literal('not-compared'), reasons: z.array(z.string()) });

const fileState = z
  .object({ type: z.enum(FILE_TYPE), size: z.number(), linkName: z.string().nullable() })
  .nullable();

/** What differs in the files and packages of two images for one platform, read from their layers. */
export const contents = z.object({
  platform,
  /** The platform's manifests. */
  from: digest,
  to: digest,
  /** Files by their content, links by their target. Owners, modes and times are not compared. */
  files: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('compared'),
      /** All changes, listed or not. */
      counts: z.object({ added: z.number().int(), removed: z.number().int(), changed: z.number().int() }),
      /** By path, at most 500 of each kind. */
      items: z.array(
        z.object({ path: z.string(), change: z.enum(FILE_CHANGE), before: fileState, after: fileState }),
      ),
      /** Bytes of all files' contents. */
      bytes: z.object({ before: z.number(), after: z.number() }),
    }),
    notCompared,
  ]),
  packages: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('compared'),
      /** How many packages each database has; null where an image has none of this kind. */
      kinds: z.array(
        z.object({
          kind: z.enum(PACKAGE_KIND),
          before: z.number().int().nullable(),
          after: z.number().int().nullable(),
        }),
      ),
      items: z.array(
        z.object({
          kind: z.enum(PACKAGE_KIND),
          name: z.string(),
          architecture: z.string(),
          change: z.enum(PACKAGE_CHANGE),
          before: z.string().nullable(),
          after: z.string().nullable(),
        }),
      ),
      /** Databases that were not read, and why: packages of their kind are not compared. */
      notRead: z.array(z.string()),
    }),
    /** Neither image has a dpkg, apk or rpm database. */
    z.object({ state: z.literal('no-database') }),
    notCompared,
  ]),
});

export type DifferenceView = z.infer<typeof difference>;
export type ContentsView = z.infer<typeof contents>;
