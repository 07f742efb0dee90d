import { z } from 'zod';
import { CONFIG_MODE, LOSS_KIND, REFUSAL_KIND, REMEDY, WARNING_KIND } from '#lib/rebase/rebase.ts';
import {
  AUDIT_ACTION,
  DOCUMENT_KIND,
  PLAN_KIND,
  REBASE_STATE,
  STEP_KIND,
  STEP_STATE,
} from '#lib/rebase/states.ts';
import { id } from './images/images.ts';
import { digest, page, paging, platform, reference, time } from './primitives.ts';

/** Plans a rebase; the new base is by default what the name of the image's base resolves to now. */
export const planRequest = z.strictObject({
  reference,
  /** Another base, by tag or digest, such as `debian:13-slim`. */
  newBase: reference.optional(),
  /** The tag to push; the image's own by default. */
  target: reference.optional(),
  configMode: z.enum(CONFIG_MODE).optional(),
  /** How many layers are the base's, as the operator declares; the plan warns about it. */
  baseLayers: z.number().int().min(1).max(1000).optional(),
});

/** Plans to write the two base annotations for a base that other evidence verified. */
export const annotatePlanRequest = z.strictObject({
  reference,
  target: reference.optional(),
  /** The base, for an image without evidence of its own. The layers must prove it. */
  base: reference.optional(),
});

export const layer = z.object({
  digest,
  diffId: digest,
  size: z.number(),
  mediaType: z.string(),
  createdBy: z.string().nullable(),
});

/** A layer of a plan. */
const plannedLayer = layer.extend({
  /** Its place from the bottom, from 0, in the image before and after; null where it is not in it. */
  before: z.number().int().nullable(),
  after: z.number().int().nullable(),
});

const blobMove = z.object({
  digest,
  size: z.number(),
  mediaType: z.string(),
  /** The repository that contains the blob, `host/path`. */
  from: z.string(),
});

const base = z.object({ name: z.string().nullable(), digest: digest.nullable() });

/** A setting of a config before and after; null where it is not set. */
export const configChange = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** The changes of a three-way merge, and the conflicts: what both base and image changed. */
const merged = z.object({
  changes: z.array(configChange),
  conflicts: z.array(
    z.object({
      path: z.string(),
      oldBase: z.string().nullable(),
      newBase: z.string().nullable(),
      image: z.string().nullable(),
      reason: z.string(),
    }),
  ),
});

/** What a person should know before a plan is executed. */
export const planWarning = z.object({
  kind: z.enum(WARNING_KIND),
  platform: platform.nullable(),
  detail: z.string(),
  paths: z.array(z.string()).optional(),
  /** The setting that it is about, before and after; null for not set. */
  setting: z.object({ before: z.string().nullable(), after: z.string().nullable() }).optional(),
});

/** The target tag's digest at planning time, which a rollback restores; null if the tag did not exist. */
const targetDigest = digest.nullable();

/**
 * Everything that executing the plan will do. `fromDigest` is the image to rebase; `targetDigest` is the target tag's
 * digest before (the same, unless the target is another tag) and `toDigest` its digest after.
 */
export const rebasePlan = z.object({
  planId: id,
  kind: z.enum(PLAN_KIND),
  reference,
  target: reference,
  fromDigest: digest,
  targetDigest,
  toDigest: digest,
  /** The digest of each tag that the plan depends on, at planning time. The plan is executed only if none has moved. */
  resolved: z.array(z.object({ reference, digest: digest.nullable() })),
  oldBase: base,
  newBase: base,
  configMode: z.enum(CONFIG_MODE),
  platforms: z.array(
    z.object({
      platform,
      fromDigest: digest,
      toDigest: digest,
      /** The base's manifests for the platform; null if the old one no longer exists. */
      oldBaseDigest: digest.nullish(),
      newBaseDigest: digest.optional(),
      /** Layers that only the old base has. */
      layersRemoved: z.array(plannedLayer),
      /** Layers that only the new base has. */
      layersAdded: z.array(plannedLayer),
      /** Layers that both bases have, then the image's own. */
      layersKept: z.array(plannedLayer),
      /** How many of the layers are the base's, before and after. */
      baseLayersBefore: z.number().int(),
      baseLayersAfter: z.number().int(),
      config: merged,
      /** The annotations of the platform's manifest. */
      annotations: merged,
    }),
  ),
  /** The annotations of the index and its entries. */
  annotations: merged,
  mounts: z.array(blobMove),
  copies: z.array(blobMove),
  bytesToCopy: z.number(),
  /** The documents to push, in this order. `GET /api/v1/rebases/plan/{planId}/documents/{digest}` returns their text. */
  documents: z.array(
    z.object({
      kind: z.enum(DOCUMENT_KIND),
      digest,
      mediaType: z.string(),
      platform: platform.nullable(),
      size: z.number(),
    }),
  ),
  losses: z.array(z.object({ kind: z.enum(LOSS_KIND), digest: digest.nullable(), detail: z.string() })),
  warnings: z.array(planWarning),
  requests: z.number().int(),
  /** Null if it may be executed; otherwise why not: pushing is disabled, or this repository is not allowed. */
  pushRefusal: z.object({ kind: z.enum(REFUSAL_KIND), detail: z.string() }).nullable(),
  plannedAt: time,
});

/** The `refusal` of a 422. */
export const rebaseRefusal = z.object({
  kind: z.enum(REFUSAL_KIND),
  detail: z.string(),
  platform: platform.optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  instead: z.array(z.enum(REMEDY)),
  /** For `POST /api/v1/cascades/plan`: the cascade that would make the image current, and what it would rebase. */
  cascade: z.object({ reference, to: reference, chain: z.array(reference) }).optional(),
});

export const applyRequest = z.strictObject({
  planId: id,
  /** Why, in the person's words; stored in the audit log. */
  reason: z.string().max(500).optional(),
});

export const rollBackRequest = z.strictObject({ reason: z.string().max(500).optional() });

const step = z.object({
  kind: z.enum(STEP_KIND),
  detail: z.string(),
  state: z.enum(STEP_STATE),
  digest: digest.nullable(),
  bytes: z.number().nullable(),
  bytesTotal: z.number().nullable(),
});

const rebaseHead = z.object({
  id,
  kind: z.enum(PLAN_KIND),
  state: z.enum(REBASE_STATE),
  reference,
  target: reference,
  fromDigest: digest,
  targetDigest,
  toDigest: digest,
  actor: z.string(),
  reason: z.string().nullable(),
  cascadeId: id.nullable(),
  createdAt: time,
  finishedAt: time.nullable(),
  /** A sentence: what failed and what to do. */
  error: z.string().optional(),
  /** Whether it can be rolled back. A rollback checks first that the tag still has `toDigest`. */
  canRollBack: z.boolean(),
});

export const rebase = rebaseHead.extend({
  steps: z.array(step),
  plan: rebasePlan,
  /** The tag that protects the old digest from garbage collection, if there is one. */
  protectedBy: z.object({ tag: reference, until: time }).nullable(),
});

export const rebasesQuery = paging.extend({
  state: z.enum(REBASE_STATE).optional(),
  /** Part of an image's name. */
  text: z.string().max(200).optional(),
});
export const rebasePage = page(rebaseHead);

export const accepted = z.object({ id });

/** An entry of the append-only audit log: a moved tag with its digests before and after; null if there was no tag. */
const auditEntry = z.object({
  id: z.string(),
  at: time,
  actor: z.string(),
  action: z.enum(AUDIT_ACTION),
  target: reference,
  fromDigest: digest.nullable(),
  toDigest: digest.nullable(),
  reason: z.string().nullable(),
  rebaseId: id,
});
export const auditQuery = paging.extend({ text: z.string().max(200).optional() });
export const auditPage = page(auditEntry);

export type PlanRequest = z.infer<typeof planRequest>;
export type RebasePlanView = z.infer<typeof rebasePlan>;
export type PlanWarningView = z.infer<typeof planWarning>;
export type RebaseRefusalView = z.infer<typeof rebaseRefusal>;
export type RebaseHeadView = z.infer<typeof rebaseHead>;
export type RebaseView = z.infer<typeof rebase>;
export type RebasePageView = z.infer<typeof rebasePage>;
export type RebaseStepView = z.infer<typeof step>;
export type AuditEntryView = z.infer<typeof auditEntry>;
export type AuditPageView = z.infer<typeof auditPage>;
