import { z } from 'zod';
import { id } from './images/images.ts';
import { reasonCode, status, verification } from './images/lineage.ts';
import { digest, page, platform, reference, time } from './primitives.ts';
import { layer } from './rebases.ts';

/** Declares the base of an image, or of every image of a repository, in place of an earlier declaration for it. */
export const declareRequest = z.strictObject({
  /** One tag, `registry.example.com/legacy/fax:1`, or a repository for all of its tags. */
  image: reference,
  /** By tag, or by the digest that the image was built on. */
  base: reference,
  /** Why, for whoever sees it later. */
  reason: z
    .string()
    .trim()
    .max(500)
    .regex(/^\P{Cc}*$/u, 'has control characters')
    .nullish(),
});

/** A declared base. The layers decide whether it is true. */
const declaredBase = z.object({
  /** Null if it is under `bases:` in `baseboard.yaml`: then it is read-only and takes precedence. */
  id: id.nullable(),
  source: z.enum(['file', 'person']),
  /** One tag, a repository or, in the file, a pattern of repositories. */
  image: z.string(),
  base: reference,
  reason: z.string().nullable(),
  /** Null for those in the file. */
  createdAt: time.nullable(),
  createdBy: z.string().nullable(),
});

/** A new declaration, and what it replaced. */
export const newDeclaration = declaredBase.extend({
  /** The earlier declaration for the same image; null for none. */
  replaced: z.object({ base: reference, reason: z.string().nullable() }).nullable(),
});

/** All declared bases, those in the file first. They always fit on one page. */
export const declaredBaseList = page(declaredBase);

export const baseCheckQuery = z.object({ reference, base: reference });

/** Whether an image is based on a named base, by the layers of each platform. */
export const baseCheck = z.object({
  reference,
  digest,
  base: reference,
  /** The digest that was named, or the one that the tag has now. */
  baseDigest: digest,
  /** The worst of the platforms. */
  verification,
  platforms: z.array(
    z.object({
      platform,
      verification,
      /** Why it is not verified; null if it is. */
      reason: z.string().nullable(),
      /** What was compared: a digest that the name has or had, and its manifest; null if there is nothing to compare with. */
      compared: z.object({ digest, manifest: digest, platform }).nullable(),
      /** How many layers the base has, how many of them are the image's first ones, and how many the image has. */
      baseLayers: z.number().int(),
      agreeing: z.number().int(),
      imageLayers: z.number().int(),
      /** The base's layers beside those of the image, bottom first; at most 128, and only for the first 8 platforms. */
      layers: z.array(z.object({ base: layer, image: layer.nullable(), agrees: z.boolean() })),
    }),
  ),
  /** Platforms that an image lists and its registry does not have: they are not compared. */
  missing: z.object({ image: z.array(platform), base: z.array(platform) }),
  /** How many platforms of the image were not compared, because it has more than 64. */
  notCompared: z.number().int(),
  /** Digests that the tag had before and that could not be compared, and why; null if there are none. */
  unread: z.object({ count: z.number().int(), problem: z.string() }).nullable(),
  /** The image's verdict if this base were declared for it. */
  verdict: z.object({ status, summary: z.string(), reasonCode }),
});

export type DeclareRequest = z.infer<typeof declareRequest>;
export type DeclaredBaseView = z.infer<typeof declaredBase>;
export type NewDeclarationView = z.infer<typeof newDeclaration>;
export type DeclaredBaseListView = z.infer<typeof declaredBaseList>;
export type BaseCheckView = z.infer<typeof baseCheck>;
