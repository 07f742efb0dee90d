// Plans and refusals as JSON that was stored, maybe by an earlier version.
import { z } from 'zod';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import type { Repository } from '#lib/oci/reference.ts';
import type { PlannedLayer } from './layer.ts';
import type { MergedChanges } from './merged-changes.ts';
import { layerChanges } from './planning/platform/layer-changes.ts';
import {
  type BlobMove,
  CONFIG_MODE,
  LOSS_KIND,
  type PlanWarning,
  type PlatformPlan,
  REFUSAL_KIND,
  REMEDY,
  type RebasePlan,
  type RebaseRefusal,
  WARNING_KIND,
} from './rebase.ts';
import { DOCUMENT_KIND } from './states.ts';

/** The version of a stored plan: it is stored as its field `version`. */
export const PLAN_VERSION = 2;

const text = z.string().nullable();
const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value));
const repository: z.ZodType<Repository> = z.object({ registry: z.string(), repository: z.string() });

const merged: z.ZodType<MergedChanges> = z.object({
  changes: z.array(z.object({ path: z.string(), before: text, after: text })),
  conflicts: z.array(
    z.object({ path: z.string(), oldBase: text, newBase: text, image: text, reason: z.string() }),
  ),
});

const layers: z.ZodType<PlannedLayer[]> = z.array(
  z.object({
    ...{ digest, diffId: digest, size: z.number(), mediaType: z.string(), createdBy: text },
    ...{ before: z.number().nullable(), after: z.number().nullable() },
  }),
);

const platform: z.ZodType<PlatformPlan> = z.object({
  platform: z.string(),
  fromDigest: digest,
  toDigest: digest,
  oldBaseDigest: digest.nullable(),
  newBaseDigest: digest,
  layersRemoved: layers,
  layersAdded: layers,
  layersKept: layers,
  baseLayersBefore: z.number(),
  baseLayersAfter: z.number(),
  config: merged,
  annotations: merged,
});

const moves: z.ZodType<BlobMove[]> = z.array(
  z.object({ digest, size: z.number(), mediaType: z.string(), from: repository }),
);

const warning: z.ZodType<PlanWarning> = z.object({
  kind: z.enum(WARNING_KIND),
  platform: text,
  detail: z.string(),
  paths: z.array(z.string()).exactOptional(),
  setting: z.object({ before: text, after: text }).exactOptional(),
});

const plan = z.object({
  version: z.literal(PLAN_VERSION),
  reference: z.string(),
  target: z.string(),
  fromDigest: digest,
  toDigest: digest,
  targetDigest: digest.nullable(),
  targetEtag: text,
  resolved: z.array(z.object({ reference: z.string(), digest: digest.nullable() })),
  oldBase: z.object({ name: text, digest: digest.nullable() }),
  newBase: z.object({ name: z.string(), digest }),
  configMode: z.enum(CONFIG_MODE),
  platforms: z.array(platform),
  annotations: merged,
  mounts: moves,
  copies: moves,
  bytesToCopy: z.number(),
  documents: z.array(
    z.object({
      kind: z.enum(DOCUMENT_KIND),
      digest,
      mediaType: z.string(),
      text: z.string(),
      platform: text,
    }),
  ),
  losses: z.array(z.object({ kind: z.enum(LOSS_KIND), digest: digest.nullable(), detail: z.string() })),
  warnings: z.array(warning),
  requests: z.number(),
});

/** The warnings of a stored plan of any version. */
export const storedWarnings: z.ZodType<PlanWarning[]> = z.array(warning);

/** A stored plan of this version or one before; the output is a plan of this version. */
export const storedPlan: z.ZodType<RebasePlan> = z
  .preprocess(upcast, plan)
  .transform(({ version: _, ...current }) => current);

function upcast(value: unknown): unknown {
  const { success, data: old } = withoutPlaces.safeParse(addVersion(value));
  if (!success) return addVersion(value);
  return { ...old, platforms: old.platforms.map(addPlaces), version: PLAN_VERSION };
}

/** A platform as version 1 stored it: every layer of the old base removed, every one of the new base added. */
function addPlaces(platform: z.output<typeof platformWithoutPlaces>): object {
  const { layersRemoved, layersAdded, layersKept } = platform;
  const changes = layerChanges(layersRemoved as [], layersAdded as [], layersKept as []);
  return { ...platform, ...changes };
}

const platformWithoutPlaces = z.looseObject({
  layersRemoved: z.array(z.looseObject({})),
  layersAdded: z.array(z.looseObject({})),
  layersKept: z.array(z.looseObject({})),
});

/** A plan of version 1: its layers have no places. */
const withoutPlaces = z.looseObject({ version: z.literal(1), platforms: z.array(platformWithoutPlaces) });

/** A plan that was stored before plans had a version: it may lack the tags it compared, and changed annotations. */
function addVersion(value: unknown): unknown {
  const { success, data: old } = unversioned.safeParse(value);
  if (!success) return value;
  const { reference, fromDigest, target, targetDigest, newBase } = old;
  return {
    resolved: [
      ...(newBase.name.includes('@') ? [] : [{ reference: newBase.name, digest: newBase.digest }]),
      { reference, digest: fromDigest },
      { reference: target, digest: targetDigest },
    ],
    targetEtag: null,
    annotations: NO_CHANGES,
    ...old,
    platforms: old.platforms.map((each) => ({ annotations: NO_CHANGES, ...each })),
    version: 1,
  };
}

const NO_CHANGES: MergedChanges = { changes: [], conflicts: [] };

/** What every plan without a version has. */
const unversioned = z.looseObject({
  version: z.never().optional(),
  reference: z.string(),
  target: z.string(),
  fromDigest: digest,
  targetDigest: digest.nullable(),
  newBase: z.looseObject({ name: z.string(), digest }),
  platforms: z.array(z.looseObject({})),
});

/** A stored refusal. */
export const storedRefusal: z.ZodType<RebaseRefusal> = z.object({
  kind: z.enum(REFUSAL_KIND),
  detail: z.string(),
  platform: z.string().exactOptional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  instead: z.array(z.enum(REMEDY)),
  cascade: z.object({ reference: z.string(), to: z.string(), chain: z.array(z.string()) }).exactOptional(),
});
