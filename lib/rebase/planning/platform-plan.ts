import { diffIds, type ImageConfig, labelsOf } from '#lib/oci/config.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { changesOf, mergeConfig } from '../merge/config.ts';
import { rebaseHistory } from '../merge/history.ts';
import type {
  ConfigMode,
  PlannedDocument,
  PlannedLayer,
  PlanWarning,
  PlatformImageSource,
  PlatformPlan,
  RebaseRefusal,
} from '../rebase.ts';
import { claimsBase, type NewClaim, withClaim } from './base-claims.ts';
import { isBuiltByLifecycle, refuseOtherDistribution } from './buildpacks.ts';
import { documentSize, encodeDocument, type Raw, rawOf, sameDocument } from './encode.ts';
import type { ChildPlan } from './index-plan.ts';
import { withLabels } from './labels.ts';
import { layerInFamily } from './layer-types.ts';
import type { OldBasePlatform } from './proof.ts';

/** One platform, with everything its plan is made of; the base's layers are proven. */
export interface PlatformQuestion {
  readonly platform: string;
  readonly image: PlatformImageSource;
  readonly oldBase: OldBasePlatform | null;
  readonly baseLayers: number;
  readonly newBase: PlatformImageSource;
  readonly claim: NewClaim;
  readonly mode: ConfigMode;
  /** Whether its manifest stands alone, or is a child of an index. */
  readonly place: 'top' | 'child';
}

export interface PlannedPlatform {
  readonly plan: PlatformPlan;
  /** Null where the platform's image stays what it is. */
  readonly config: PlannedDocument | null;
  /** What an index's entry needs of it. */
  readonly child: ChildPlan;
  /** The new base's layers as the manifest lists them. */
  readonly added: readonly Descriptor[];
  /** Blobs that the result has of the image. */
  readonly kept: readonly Descriptor[];
  /** The image's layers before. */
  readonly ofImage: readonly Descriptor[];
  readonly warnings: readonly PlanWarning[];
  /** Layers and settings are what they were: there is nothing to rebase. */
  readonly unchanged: boolean;
}

export type PlatformAnswer =
  | { readonly kind: 'planned'; readonly planned: PlannedPlatform }
  | { readonly kind: 'refused'; readonly refusal: RebaseRefusal };

/** Plans one platform: layers cut at the seam, history by its own count, config merged, manifest in its own family. */
export function planPlatform(question: PlatformQuestion): PlatformAnswer {
  const { platform, image, baseLayers, newBase } = question;
  const manifest = image.document.content;
  if (newBase.document.content.layers.length !== diffIds(newBase.config).length) return refuseBase(question);
  const other = otherDistribution(question);
  if (other !== undefined) return { kind: 'refused', refusal: other };
  const added: Descriptor[] = [];
  for (const layer of newBase.document.content.layers) {
    const fitting = layerInFamily(layer, manifest.mediaType);
    if (fitting === undefined) return refuseLayer(question, layer);
    added.push(fitting);
  }
  const kept = manifest.layers.slice(baseLayers);
  const { config, changes, conflicts, rebuilt, sameSettings } = rebasedConfig(question);
  const configDocument = encodeDocument('config', manifest.config.mediaType, platform, config);
  const manifestDocument = encodeDocument(
    'manifest',
    manifest.mediaType,
    platform,
    rebasedManifest(question, added, configDocument),
  );
  const oldIds = diffIds(image.config).slice(0, baseLayers);
  const newIds = diffIds(newBase.config);
  const plan: PlatformPlan = {
    platform,
    fromDigest: image.document.digest,
    toDigest: manifestDocument.digest,
    oldBaseDigest: question.oldBase?.digest ?? null,
    newBaseDigest: newBase.document.digest,
    layersRemoved: shownLayers(manifest.layers.slice(0, baseLayers), oldIds, image.config, 0),
    layersAdded: shownLayers(added, newIds, newBase.config, 0),
    layersKept: shownLayers(kept, diffIds(image.config).slice(baseLayers), image.config, baseLayers),
    config: { changes, conflicts },
  };
  const sameLayers = oldIds.length === newIds.length && oldIds.every((id, at) => id === newIds[at]);
  if (sameLayers && changes.length === 0 && keepsClaim(question)) {
    return { kind: 'planned', planned: standing(question, plan) };
  }
  return {
    kind: 'planned',
    planned: {
      plan,
      config: configDocument,
      child: childOf(question, manifestDocument, config),
      added,
      kept,
      ofImage: manifest.layers,
      warnings: rebuilt ? [historyWarning(platform)] : [],
      unchanged: sameLayers && sameSettings,
    },
  };
}

/** Nothing of the image would change: it stays the very one, with what was signed and attested of it. */
function standing(question: PlatformQuestion, plan: PlatformPlan): PlannedPlatform {
  const { document } = question.image;
  const { config, layers } = document.content;
  return {
    plan: { ...plan, toDigest: plan.fromDigest, layersAdded: plan.layersRemoved },
    config: null,
    child: childOf(question, sameDocument('manifest', question.platform, document), question.image.config),
    added: [],
    kept: [config, ...layers],
    ofImage: layers,
    warnings: [],
    unchanged: true,
  };
}

function childOf(
  { image, claim }: PlatformQuestion,
  manifest: PlannedDocument,
  config: Readonly<Record<string, unknown>>,
): ChildPlan {
  const [before, after] = [image.config['os.version'], config['os.version']];
  const moved = before && typeof after === 'string' && after !== before;
  return { manifest, claim, ...(moved ? { osVersion: { before, after } } : {}) };
}

/** Whether the image's manifest already says of its base what it is to say. */
function keepsClaim({ image, claim, place }: PlatformQuestion): boolean {
  const { annotations, mediaType } = image.document.content;
  if (mediaType === MEDIA_TYPE.dockerManifest && !claimsBase(annotations)) return true;
  const next = withClaim(annotations, claim, place);
  return Object.entries(next).every(([key, value]) => annotations?.[key] === value);
}

/** Buildpacks' word on which bases an app of theirs may stand on. */
function otherDistribution({
  platform,
  image,
  oldBase,
  newBase,
}: PlatformQuestion): RebaseRefusal | undefined {
  const own = labelsOf(image.config);
  if (!isBuiltByLifecycle(own, oldBase?.config && labelsOf(oldBase.config))) return undefined;
  return refuseOtherDistribution(platform, own, labelsOf(newBase.config));
}

function rebasedConfig({ image, oldBase, newBase, baseLayers, claim, mode, place }: PlatformQuestion) {
  const ids = diffIds(image.config);
  const newIds = diffIds(newBase.config);
  const merged = mergeConfig({
    original: image.config,
    oldBase: oldBase?.config ?? null,
    newBase: newBase.config,
    mode,
  });
  const { history, rebuilt } = rebaseHistory({
    original: image.config.history ?? [],
    oldBase: oldBase?.config?.history ?? [],
    newBase: newBase.config.history ?? [],
    baseLayers,
    newBaseLayers: newIds.length,
    keptLayers: ids.length - baseLayers,
  });
  const labelled = withLabels({
    merged: merged.config,
    image,
    oldBase: oldBase?.config,
    newBase: newBase.config,
    claim,
    place,
  });
  const rootfs = { ...image.config.rootfs, diff_ids: [...newIds, ...ids.slice(baseLayers)] };
  const config = {
    ...labelled,
    rootfs,
    ...(history.length === 0 ? {} : { history }),
  };
  // What the claims write is shown as written, and is no conflict: neither side's value stays.
  const written = new Set(changesOf(merged.config, labelled).map(({ path }) => path));
  return {
    config,
    changes: changesOf(image.config, labelled),
    conflicts: merged.conflicts.filter(({ path }) => !written.has(path)),
    rebuilt,
    sameSettings: merged.changes.length === 0,
  };
}

function rebasedManifest(
  { image, claim, place, baseLayers }: PlatformQuestion,
  added: readonly Descriptor[],
  config: PlannedDocument,
): Raw {
  const raw = rawOf(image.document);
  const { data: _, ...descriptor } = raw.config;
  const annotations = image.document.content.annotations;
  const speaks = image.document.mediaType === MEDIA_TYPE.ociManifest || claimsBase(annotations);
  return {
    ...raw,
    config: { ...descriptor, digest: config.digest, size: documentSize(config) },
    layers: [...added, ...raw.layers.slice(baseLayers)],
    ...(speaks ? { annotations: withClaim(annotations, claim, place) } : {}),
  };
}

/** A base whose layers and diff IDs do not fit: what would be made of it no unpacker would take. */
function refuseBase({ platform, newBase }: PlatformQuestion): PlatformAnswer {
  const layers = newBase.document.content.layers.length;
  const ids = diffIds(newBase.config).length;
  return {
    kind: 'refused',
    refusal: {
      kind: 'unverifiable',
      detail: `The new base’s manifest lists ${layers} layers, its config ${ids}: it is not sound. Choose another base.`,
      platform,
      facts: { base: newBase.document.digest, layers, diffIds: ids },
      instead: ['choose-another-base'],
    },
  };
}

function refuseLayer({ platform, image }: PlatformQuestion, layer: Descriptor): PlatformAnswer {
  const family = image.document.mediaType === MEDIA_TYPE.dockerManifest ? 'Docker v2s2' : 'OCI';
  return {
    kind: 'refused',
    refusal: {
      kind: 'unsupported-media-type',
      detail: `The new base has a layer of type ${layer.mediaType}, which a manifest in the ${family} format cannot list. Rebuild the image in the OCI format, or choose another base.`,
      platform,
      facts: { layer: layer.digest, mediaType: layer.mediaType },
      instead: ['rebuild', 'choose-another-base'],
    },
  };
}

function historyWarning(platform: string): PlanWarning {
  return {
    kind: 'history-rebuilt',
    platform,
    detail: 'The history had not one entry for each layer: what was missing is written as lost.',
  };
}

/** Layers with what made them, where the history tells it. `from` is the first one's place in the config. */
function shownLayers(
  layers: readonly Descriptor[],
  ids: readonly Digest[],
  config: ImageConfig,
  from: number,
): PlannedLayer[] {
  const made = (config.history ?? []).filter((entry) => !entry.empty_layer);
  const told = made.length === diffIds(config).length;
  return layers.map(({ digest, size, mediaType }, at) => ({
    digest,
    diffId: ids[at] ?? digest,
    size,
    mediaType,
    createdBy: (told && made[from + at]?.created_by) || null,
  }));
}
