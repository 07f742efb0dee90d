import { z } from 'zod';
import { SORT_COLUMN, type SortColumn } from '#lib/lineage/vocabulary/image-sort.ts';
import { SOURCE_KIND, type SourceKind } from '#lib/sources/source-kind.ts';
import { digest, filterText, moment, page, paging, reference, time } from '../primitives.ts';
import { lastKnown, reasonCode, status, unreachable } from './lineage.ts';

export const id = z.uuid();

const SOURCE_KINDS = Object.keys(SOURCE_KIND) as [SourceKind, ...SourceKind[]];
/** Where a source mentions an image, in the source’s own terms. */
export const place = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
/** A source, as images name it. */
export const sourceName = z.object({ id, name: z.string(), kind: z.enum(SOURCE_KINDS) });
const imageSource = sourceName.extend({ place });

/** A tag that an image's verdict depends on. */
const scheduledTag = z.object({
  reference,
  /** Whether it is the image's own. */
  own: z.boolean(),
  /** When it was last requested and had an answer; null if it never was. */
  requestedAt: time.nullable(),
  /** When it is requested next; null if that is not decided yet, or never (`pinned`). */
  nextAt: time.nullable(),
  everySeconds: z.number().int(),
  /** How often it is requested and why, as a sentence. */
  reason: z.string(),
  /** A stable code for why: `base`, `moved`, `quiet`, `version`, `incomplete`, `digest` or `pinned`; null if it is not decided yet. */
  reasonCode: z.string().nullable(),
  /** Whether it is requested less often because a hook reports its pushes. */
  byHook: z.boolean(),
});

/** A tracked image with its latest verdict; until its first check, `checkedAt` is null and `status` is `pending`. */
export const image = z.object({
  id,
  reference,
  digest: digest.nullable(),
  status,
  summary: z.string(),
  reasonCode,
  checkedAt: time.nullable(),
  baseName: z.string().nullable(),
  behindSince: time.nullable(),
  platforms: z.array(z.string()),
  /** Who it belongs to; null if its own labels and annotations do not say. */
  owner: z.string().nullable(),
  /** Why it cannot be checked, and since when; null if it can. If set, the other fields are last known. */
  unreachable: unreachable.nullable(),
  unreachableSince: time.nullable(),
  /** The last known verdict if it cannot be checked. */
  lastKnown: lastKnown.nullable(),
  /** The hold that snoozes it: nobody is notified of it. Its status stays true. Null if it is not snoozed. */
  snoozed: z
    .object({
      holdId: id,
      until: time.nullable(),
      untilNextDigest: z.boolean(),
      reason: z.string(),
      by: z.string(),
    })
    .nullable(),
  /** The sources that mention it now, each with one of the places; `GET /api/v1/images/{id}/places` has all. */
  sources: z.array(imageSource),
  /** What runs of it now, as far as sources say; null for nothing. */
  running: z
    .object({
      workloads: z.number().int(),
      pods: z.number().int(),
      /** Pods that are known to run another build than the name has now. */
      outdated: z.number().int(),
      /** Pods that run what a new container could not pull: the name is gone, or lacks their platform. */
      cannotPull: z.number().int(),
      /** The clusters, by name; places without one are left out. */
      clusters: z.array(z.string()),
    })
    .nullable(),
  /** Whether it belongs to the sample fleet. */
  sample: z.boolean(),
  /** Whether anyone may see its badge and its changes in the feed. */
  public: z.boolean(),
  /** When each tag is requested that its verdict depends on, its own first. Only in the answer about one image, as it is now. */
  schedule: z.array(scheduledTag).optional(),
});

export const imagePage = page(image).extend({ total: z.number().int() });

/** Tracks one image, or up to 10,000. */
export const trackRequest = z
  .strictObject({
    reference: z.string().optional(),
    references: z.array(z.string()).min(1).max(10_000).optional(),
  })
  .refine(
    (request) => (request.reference === undefined) !== (request.references === undefined),
    'send either "reference" or "references"',
  );

/** `added` is false for an image that was tracked already. */
export const trackResponse = z.object({
  items: z.array(z.object({ id, reference, status, added: z.boolean() })),
});

/** Asks which of up to 10,000 references are tracked. */
export const trackedRequest = z.strictObject({ references: z.array(z.string()).min(1).max(10_000) });

/** Those that are tracked, fully qualified, each once. */
export const trackedResponse = z.object({ items: z.array(z.object({ id, reference, status })) });

/** Makes one image public or private. */
export const imagePatch = z.strictObject({ public: z.boolean() });

/** A column of the list, ascending, or descending after a `-`. */
export type ImageSort = SortColumn | `-${SortColumn}`;
export const IMAGE_SORT: readonly ImageSort[] = SORT_COLUMN.flatMap((column): ImageSort[] => [
  column,
  `-${column}`,
]);

export const imagesQuery = paging.extend({
  filter: filterText.optional(),
  sort: z.enum(IMAGE_SORT).default('reference'),
  /** As the fleet was then; `checkedAt` is the time of the verdict that was valid then. */
  at: moment.optional(),
});

export const imageQuery = z.object({ at: moment.optional() });

/** Every digest that an image's tag had, and every changed verdict, newest first. */
export const imageHistory = z.object({
  observations: z.array(z.object({ digest: digest.nullable(), firstSeen: time, lastSeen: time })),
  verdicts: z.array(
    z.object({
      at: time,
      digest: digest.nullable(),
      status,
      summary: z.string(),
      reasonCode,
      baseName: z.string().nullable(),
      baseDigest: digest.nullable(),
    }),
  ),
});

export type ImageView = z.infer<typeof image>;
export type ImagePageView = z.infer<typeof imagePage>;
export type ImageHistoryView = z.infer<typeof imageHistory>;
