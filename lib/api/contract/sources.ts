import { z } from 'zod';
import { DOCKERFILE_RESULT } from '#lib/lineage/verdict/dockerfile-base.ts';
import { FILE_LIMITS } from '#lib/sources/files/file-limits.ts';
import { MENTION_KINDS, mentionSchema, postedEverySchema } from '#lib/sources/mention.ts';
import { RUNNING_STATE } from '#lib/sources/running-state.ts';
import { DROP_REASON } from '#lib/sources/selection/drop-reason.ts';
import { SOURCE_KIND, type SourceKind } from '#lib/sources/source-kind.ts';
import { SOURCE_STATE } from '#lib/sources/source-state.ts';
import { id, place, sourceName } from './images/images.ts';
import { digest, page, reference, time } from './primitives.ts';

const KINDS = Object.keys(SOURCE_KIND) as [SourceKind, ...SourceKind[]];

const name = z
  .string()
  .trim()
  .min(1, 'a name is missing')
  .max(100)
  .regex(/^\P{Cc}*$/u, 'has control characters');
const every = z.string().max(20);
/** The settings of each kind are in docs/sources.md; the answer to a wrong one names it. */
const config = z.record(z.string().max(64), z.unknown());
const select = z.record(z.string().max(64), z.unknown());
/** A token, a login, or the keys of AWS. Stored encrypted, and never returned. */
const credentials = z.union([
  z.strictObject({ token: z.string().min(1).max(10_000) }),
  z.strictObject({ username: z.string().min(1).max(1000), password: z.string().min(1).max(10_000) }),
  z.strictObject({
    accessKeyId: z.string().min(1).max(1000),
    secretAccessKey: z.string().min(1).max(1000),
    sessionToken: z.string().min(1).max(10_000).optional(),
  }),
]);

/** The most bytes of a request with files. */
export const UPLOAD_BYTES = 5 * 1024 * 1024;

/** Relative, with slashes: what belongs together is found by its folder. */
const filePath = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\p{Cc}\\]+$/u, 'a relative path with slashes');
/** The files of a source of the kind `files`: all of them. */
const files = z
  .array(z.strictObject({ path: filePath, text: z.string().max(FILE_LIMITS.characters) }))
  .min(1)
  .max(FILE_LIMITS.files);

export const sourceRequest = z.strictObject({
  name,
  kind: z.enum(KINDS),
  config: config.default({}),
  /** Which tags are tracked; all tags, up to 2,000 images, by default. */
  select: select.optional(),
  /** Time between listings, such as `6h`; at least `5m`. Of the kind `push`: how often to expect a post at least. */
  every: every.optional(),
  credentials: credentials.optional(),
  /** Only of the kind `files`, which has none of the settings above. */
  files: files.optional(),
});

/** The files of a source, in place of those that it had. */
export const filesRequest = z.strictObject({ files });

export const sourcePreviewRequest = sourceRequest.extend({
  /**
   * A stored source, whose credentials are used if the request has none. Its kind, host and address must be the same: otherwise
   * the credentials have to be given again.
   */
  sourceId: id.optional(),
});

export const sourceEdit = z.strictObject({
  name: name.optional(),
  config: config.optional(),
  select: select.optional(),
  /** Null removes it: the default applies. */
  every: every.nullable().optional(),
  /** Null removes them. */
  credentials: credentials.nullable().optional(),
});

/** One reading of a source, or one posted picture. */
const listing = z.object({
  startedAt: time,
  /** Null while it runs. */
  endedAt: time.nullable(),
  /** Whether all of the source was read. Otherwise nothing is untracked. */
  complete: z.boolean(),
  /** Selected images, and tags found in all. */
  seen: z.number().int(),
  found: z.number().int(),
  added: z.number().int(),
  released: z.number().int(),
  requests: z.number().int(),
  repositories: z.object({ read: z.number().int(), total: z.number().int().nullable() }),
  /** Why it is not complete; null if it is. */
  error: z.string().nullable(),
  /** The right that is missing, in the words of the source. */
  missingRight: z.string().nullable(),
  /** Of a listing that needs a confirmation: images known before, and how many are missing; null for others. */
  shrank: z.object({ known: z.number().int(), missing: z.number().int() }).nullable(),
  /** References that cannot be read, such as `$REGISTRY/app:1`. */
  unreadable: z.number().int(),
  /** The number of a posted picture; null for others. */
  sequence: z.number().int().nullable(),
});

/** A source with its newest listing. */
export const source = z.object({
  id,
  name: z.string(),
  kind: z.enum(KINDS),
  /** One from `sources:` in `baseboard.yaml`, or of the sample fleet, is read-only. */
  from: z.enum(['file', 'sample', 'person']),
  config,
  select: select.nullable(),
  every: z.string().nullable(),
  hasCredentials: z.boolean(),
  state: z.enum(SOURCE_STATE),
  /** How often its images are posted at least, in seconds: as set here, or as the posts say. Null if nobody said. */
  expectedEvery: z.number().int().nullable(),
  /**
   * Of a source to which nothing is posted any more, which is `failing` then: when it was heard last. What it mentions is as of
   * then, and nothing is untracked because of it. Null for others.
   */
  silentSince: time.nullable(),
  /** Tracked images that it mentions. */
  tracked: z.number().int(),
  /** Images that it no longer mentions and still keeps: in their grace period, unconfirmed, or kept by others. */
  missing: z.number().int(),
  /** The newest listing, which may be running; null before the first. */
  lastListing: listing.nullable(),
  lastCompleteAt: time.nullable(),
  /** Null for a source to which somebody sends what it mentions. */
  nextAt: time.nullable(),
  /** Requests of this hour, and the most that there may be. */
  requests: z.object({ used: z.number().int(), perHour: z.number().int() }),
  createdAt: time,
  createdBy: z.string(),
});

export const sourceList = page(source);

/** With `keepImages=true`, its images stay tracked as if a person had added them. */
export const removeSourceQuery = z.object({ keepImages: z.enum(['true', 'false']).default('false') });

/** What a source would track. */
export const sourcePreview = z.object({
  found: z.number().int(),
  selected: z.number().int(),
  /** Of one whole listing, and of resolving the tags whose digest it does not have. */
  requests: z.number().int(),
  /** True if the preview did not read all of it: then `requests` is estimated. */
  estimated: z.boolean(),
  repositories: z.object({
    read: z.number().int(),
    total: z.number().int().nullable(),
    unwanted: z.number().int(),
  }),
  examples: z.array(reference),
  dropped: z.array(
    z.object({
      reason: z.enum(Object.keys(DROP_REASON) as [keyof typeof DROP_REASON]),
      /** The reason in words. */
      text: z.string(),
      count: z.number().int(),
      examples: z.array(reference),
    }),
  ),
  complete: z.boolean(),
  problems: z.array(z.object({ message: z.string(), right: z.string().nullable() })),
});

const MAX_MENTIONS = 50_000;

/** The full picture: an image that it does not mention is gone. A later picture has a greater `sequence`. */
export const mentionsRequest = z.strictObject({
  sequence: z.int().min(0),
  mentions: z.array(mentionSchema).max(MAX_MENTIONS),
  /** How often there is a picture at least, such as `10m`; from `1m` to `31d`. The source is `failing` once there is none. */
  every: postedEverySchema.optional(),
});

/** Every place that mentions an image. */
export const imagePlaces = z.object({
  items: z.array(
    z.object({
      source: sourceName,
      /** Whether a registry stores it, something runs it, or a file declares it. */
      kind: z.enum(MENTION_KINDS),
      place,
      /** The digest there; null if the source does not say. */
      digest: digest.nullable(),
      /** The digest of the tag now, as of its last check. */
      currentDigest: digest.nullable(),
      /**
       * Whether both digests are one image: equal, or an index and a manifest or config of it. Null if that is not known.
       */
      family: z.boolean().nullable(),
      /**
       * Where a file builds the image: how the base that its Dockerfile names compares with the one that the layers prove. Null
       * for other places, and if either is not known.
       */
      dockerfile: z
        .object({ result: z.enum(DOCKERFILE_RESULT), declared: reference, text: z.string() })
        .nullable(),
      /**
       * What a new container would get instead of what runs: the `same` image, another build (`outdated`), or nothing
       * (`cannot-pull`), with the reason in words. Null where nothing runs.
       */
      running: z.object({ state: z.enum(RUNNING_STATE), reason: z.string() }).nullable(),
      firstSeen: time,
      lastSeen: time,
      /** If nothing is posted to its source any more: when it was heard last. The place is as of then. Null otherwise. */
      silentSince: time.nullable(),
      /** Since when its source no longer mentions it; null while it does. */
      goneSince: time.nullable(),
    }),
  ),
  nextCursor: z.null(),
});

export type SourceView = z.infer<typeof source>;
export type SourcePreviewView = z.infer<typeof sourcePreview>;
export type ImagePlacesView = z.infer<typeof imagePlaces>;
export type SourcePreviewBody = z.input<typeof sourcePreviewRequest>;
export type FilesBody = z.input<typeof filesRequest>;
export type SourceRequestBody = z.input<typeof sourceRequest>;
export type SourceEditBody = z.input<typeof sourceEdit>;
export type SourceListView = z.infer<typeof sourceList>;
