import { z } from 'zod';
import { CONFIG_MODE } from '#lib/rebase/rebase.ts';
import { CASCADE_ACTION, CASCADE_ITEM_STATE, CASCADE_STATE } from '#lib/rebase/states.ts';
import { id } from './images/images.ts';
import { digest, page, paging, reference, time } from './primitives.ts';
import { rebaseRefusal } from './rebases.ts';

/** Plans to rebase all dependents of an image. */
export const cascadePlanRequest = z.strictObject({
  /** A base or a tracked image; it is not rebased itself. */
  reference,
  configMode: z.enum(CONFIG_MODE).optional(),
  /** Only images whose name matches one of these patterns, such as `host/team/**`. */
  only: z.array(z.string().max(1024)).max(100).optional(),
});

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
  refusal: rebaseRefusal.nullable(),
  error: z.string().nullable(),
});

export const cascade = z.object({
  id,
  reference,
  state: z.enum(CASCADE_STATE),
  actor: z.string(),
  createdAt: time,
  finishedAt: time.nullable(),
  counts: z.partialRecord(z.enum(CASCADE_ITEM_STATE), z.number().int()),
  items: z.array(item),
  pushRefusal: z.string().nullable(),
});

const cascadeHead = cascade.omit({ items: true, pushRefusal: true });
export const cascadePage = page(cascadeHead);
export const cascadeAction = z.enum(CASCADE_ACTION);

export const cascadesQuery = paging;

export type CascadeView = z.infer<typeof cascade>;
export type CascadeItemView = z.infer<typeof item>;
export type CascadeHeadView = z.infer<typeof cascadeHead>;
export type CascadePageView = z.infer<typeof cascadePage>;
