import { z } from 'zod';
import { CONFIG_MODE } from '#lib/rebase/rebase.ts';
import { CASCADE_ACTION, CASCADE_ITEM_STATE, CASCADE_KIND, CASCADE_STATE } from '#lib/rebase/states.ts';
import { id } from './images/images.ts';
import { digest, page, paging, reference, time } from './primitives.ts';
import { planWarning, rebaseRefusal } from './rebases.ts';

/** Plans to rebase all dependents of an image. */
export const cascadePlanRequest = z.strictObject({
  /** A base or a tracked image; it is not rebased itself. */
  reference,
  configMode: z.enum(CONFIG_MODE).optional(),
  /** Only images whose name matches one of these patterns, such as `host/team/**`. */
  only: z.array(z.string().max(1024)).max(100).optional(),
  /** Only the chain of this image, from `reference` up to it; its bases need not be tracked. */
  to: reference.optional(),
  /** Images to leave out. Images based on them are left out too. */
  exclude: z.array(reference).max(1000).optional(),
});

/** How to start a cascade. */
export const cascadeStartRequest = z.strictObject({
  /** Why, in the person's words; stored in the audit log. */
  reason: z.string().max(500).optional(),
  /** Rebase this image alone first, then pause. It must be one that waits for no other. */
  canary: reference.optional(),
});

/** Every other action has no options. */
export const cascadeChangeRequest = z.strictObject({});

const item = z.object({
  reference,
  /** The image of this cascade that it is based on; null for images directly based on the cascade's root. */
  parent: reference.nullable(),
  /** Counted from 0; an image's wave comes after its parent's. */
  wave: z.number().int(),
  state: z.enum(CASCADE_ITEM_STATE),
  /** The plan, if the image's base does not move within the cascade; otherwise null until its wave starts. */
  planId: id.nullable(),
  rebaseId: id.nullable(),
  fromDigest: digest.nullable(),
  toDigest: digest.nullable(),
  requests: z.number().int().nullable(),
  /** What a person should know before the image is rebased. */
  warnings: z.array(planWarning),
  refusal: rebaseRefusal.nullable(),
  error: z.string().nullable(),
  /** Whether it may be the canary: it waits for no other image that is planned. */
  canRunFirst: z.boolean(),
  /** Whether its rebase was rolled back since. */
  rolledBack: z.boolean(),
  finishedAt: time.nullable(),
});

const progress = z.object({
  total: z.number().int(),
  done: z.number().int(),
  /** Of those done: failed, or in conflict. */
  failed: z.number().int(),
  /** Images done per minute since it was started or resumed; null while that is not known. */
  perMinute: z.number().nullable(),
  /** Seconds until the last image is done at that rate; null while that is not known. */
  remainingSeconds: z.number().int().nullable(),
});

export const cascade = z.object({
  id,
  kind: z.enum(CASCADE_KIND),
  reference,
  /** The image whose chain it follows, if it follows one alone. */
  to: reference.nullable(),
  state: z.enum(CASCADE_STATE),
  actor: z.string(),
  reason: z.string().nullable(),
  createdAt: time,
  finishedAt: time.nullable(),
  counts: z.partialRecord(z.enum(CASCADE_ITEM_STATE), z.number().int()),
  items: z.array(item),
  progress,
  /** The image that runs alone first; the cascade then pauses. */
  canary: reference.nullable(),
  /** The cascade that this one rolls back. */
  undoes: id.nullable(),
  /** The started rollback of this cascade. */
  undoneBy: id.nullable(),
  /** Whether a rollback can be planned: it is over, and moved tags that were not rolled back since. */
  canRollBack: z.boolean(),
  pushRefusal: z.string().nullable(),
});

const cascadeHead = cascade.omit({
  ...{ items: true, progress: true, canary: true, undoes: true, undoneBy: true },
  ...{ canRollBack: true, pushRefusal: true },
});
export const cascadePage = page(cascadeHead);
export const cascadeAction = z.enum(CASCADE_ACTION);

export const cascadesQuery = paging;

export type CascadeView = z.infer<typeof cascade>;
export type CascadeItemView = z.infer<typeof item>;
export type CascadeHeadView = z.infer<typeof cascadeHead>;
export type CascadePageView = z.infer<typeof cascadePage>;
