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

/** What to put under an image: by default what its base's name resolves to now. */
export const planRequest = z.strictObject({
  reference,
  /** A tag or digest to stand on instead, `debian:13-slim`. */
  newBase: reference.optional(),
  /** The tag to put; the image's own by default. */
  target: reference.optional(),
  configMode: z.enum(CONFIG_MODE).optional(),
  /** The operator's word on how many layers are the base's; said in the plan's warnings. */
  baseLayers: z.number().int().min(1).max(1000).optional(),
});

/** Write the two base annotations where other evidence was verified. */
export const annotatePlanRequest = z.strictObject({ reference, target: reference.optional() });

const layer = z.object({
  digest,
  diffId: digest,
  size: z.number(),
  mediaType: z.string(),
  createdBy: z.string().nullable(),
});

const blobMove = z.object({
  digest,
  size: z.number(),
  mediaType: z.string(),
  /** The repository that has the blob, `host/path`. */
  from: z.string(),
});

const base = z.object({ name: z.string().nullable(), digest: digest.nullable() });

/** What a three-way merge changes, and what base and image both changed. */
const merged = z.object({
  changes: z.array(
    z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
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

/** What the target's tag held when this was planned, and goes back to; null for no such tag. */
const targetDigest = digest.nullable();

/**
 * What will happen, to the byte. `fromDigest` is the image that is rebased, `targetDigest` what the target's tag holds
 * now (the same, unless the target is another tag), `toDigest` what it then holds.
 */
export const rebasePlan = z.object({
  planId: id,
  kind: z.enum(PLAN_KIND),
  reference,
  target: reference,
  fromDigest: digest,
  targetDigest,
  toDigest: digest,
  /** What each tag that the plan depends on resolved to at planning time; executed only while that holds for all. */
  resolved: z.array(z.object({ reference, digest: digest.nullable() })),
  oldBase: base,
  newBase: base,
  configMode: z.enum(CONFIG_MODE),
  platforms: z.array(
    z.object({
      platform,
      fromDigest: digest,
      toDigest: digest,
      /** The base's manifests for the platform; null where the old one is gone. */
      oldBaseDigest: digest.nullish(),
      newBaseDigest: digest.optional(),
      layersRemoved: z.array(layer),
      layersAdded: z.array(layer),
      layersKept: z.array(layer),
      config: merged,
      /** Of the platform's manifest. */
      annotations: merged,
    }),
  ),
  /** Of the index and its entries. */
  annotations: merged,
  mounts: z.array(blobMove),
  copies: z.array(blobMove),
  bytesToCopy: z.number(),
  /** What is put, in this order; the text of each is `GET /api/v1/rebases/plan/{planId}/documents/{digest}`'s. */
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
  warnings: z.array(
    z.object({
      kind: z.enum(WARNING_KIND),
      platform: platform.nullable(),
      detail: z.string(),
      paths: z.array(z.string()).optional(),
    }),
  ),
  requests: z.number().int(),
  /** Null where it may be executed; else why not: pushing is off, or this repository is not allowed. */
  pushRefusal: z.object({ kind: z.enum(REFUSAL_KIND), detail: z.string() }).nullable(),
  plannedAt: time,
});

/** A 422's `refusal`. */
export const rebaseRefusal = z.object({
  kind: z.enum(REFUSAL_KIND),
  detail: z.string(),
  platform: platform.optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  instead: z.array(z.enum(REMEDY)),
});

export const applyRequest = z.strictObject({
  planId: id,
  /** Why, in the person's words; kept in the audit. */
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
  /** A sentence: what went wrong, and what to do. */
  error: z.string().optional(),
  /** Whether there is something to take back; taking it back looks whether the tag is still ours. */
  canRollBack: z.boolean(),
});

export const rebase = rebaseHead.extend({
  steps: z.array(step),
  plan: rebasePlan,
  /** The old digest's tag, where one protects it from garbage collection. */
  protectedBy: z.object({ tag: reference, until: time }).nullable(),
});

export const rebasesQuery = paging.extend({
  state: z.enum(REBASE_STATE).optional(),
  /** Part of an image's name. */
  text: z.string().max(200).optional(),
});
export const rebasePage = page(rebaseHead);

export const accepted = z.object({ id });

/** The append-only record of every tag that was moved: what the tag held before and after, null for no such tag. */
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
export type RebaseRefusalView = z.infer<typeof rebaseRefusal>;
export type RebaseHeadView = z.infer<typeof rebaseHead>;
export type RebaseView = z.infer<typeof rebase>;
export type RebasePageView = z.infer<typeof rebasePage>;
export type RebaseStepView = z.infer<typeof step>;
export type AuditEntryView = z.infer<typeof auditEntry>;
export type AuditPageView = z.infer<typeof auditPage>;
