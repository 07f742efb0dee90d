import type { Descriptor } from '#lib/oci/descriptor.ts';
import { diffIds, type ImageConfig, labelsOf } from '#lib/oci/image-config.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { PlannedDocument, PlatformPlan, RebaseRefusal } from '../../rebase.ts';
import { claimsBase, withClaim } from '../documents/base-claims.ts';
import { encodeDocument, sameDocument } from '../documents/encode-document.ts';
import type { ChildPlan } from '../index/rebuild-indexes.ts';
import { listedAnnotations } from './base-annotations.ts';
import { layerChanges } from './layer-changes.ts';
import { configTypeIn, layerTypeIn } from './layer-media-types.ts';
import { rebasedAnnotations, rebasedConfig, rebasedManifest } from './platform-documents.ts';
import type {
  OldIdentifiers,
  PlannedPlatform,
  PlatformAnswer,
  PlatformQuestion,
} from './platform-question.ts';
import { otherDistribution, refuseBase, refuseLayer, refuseWholeImage } from './platform-refusals.ts';
import {
  depthWarning,
  historyWarning,
  inheritedWarning,
  oldIdentifierWarning,
  onBuildWarning,
} from './platform-warnings.ts';
import { settingWarnings } from './setting-warnings.ts';
import { shownLayers } from './shown-layers.ts';

/** Plans one platform: cuts layers and history at the seam, merges the config, and keeps the manifest's format. */
export function planPlatform(question: PlatformQuestion): PlatformAnswer {
  const { platform, image, baseLayers, newBase } = question;
  const manifest = image.document.content;
  const unfit = refuseBase(question) ?? otherDistribution(question);
  if (unfit !== undefined) return { kind: 'refused', refusal: unfit };
  const listed = listLayers(question);
  if (listed.kind === 'refused') return listed;
  const { added, kept } = listed;
  const rebased = rebasedConfig(question);
  const annotated = rebasedAnnotations(question);
  const configDocument = encodeDocument('config', configTypeIn(manifest.mediaType), platform, rebased.config);
  const manifestDocument = encodeDocument(
    'manifest',
    manifest.mediaType,
    platform,
    rebasedManifest(question, added, kept, configDocument, annotated.annotations),
  );
  const oldIds = diffIds(image.config).slice(0, baseLayers);
  const newIds = diffIds(newBase.config);
  const ofBase = shownLayers(manifest.layers.slice(0, baseLayers), oldIds, image.config, 0);
  const own = shownLayers(kept, diffIds(image.config).slice(baseLayers), image.config, baseLayers);
  const plan: PlatformPlan = {
    platform,
    fromDigest: image.document.digest,
    toDigest: manifestDocument.digest,
    oldBaseDigest: question.oldBase?.digest ?? null,
    newBaseDigest: newBase.document.digest,
    ...layerChanges(ofBase, shownLayers(added, newIds, newBase.config, 0), own),
    config: { changes: rebased.changes, conflicts: rebased.conflicts },
    annotations: { changes: annotated.changes, conflicts: annotated.conflicts },
  };
  const sameLayers = oldIds.length === newIds.length && oldIds.every((id, at) => id === newIds[at]);
  if (sameLayers && rebased.unchanged && keepsClaim(question)) {
    return {
      kind: 'planned',
      planned: unchangedPlatform(question, { ...plan, ...layerChanges(ofBase, ofBase, own) }),
    };
  }
  const whole = sameLayers ? undefined : refuseWholeImage(question, added, kept);
  if (whole !== undefined) return { kind: 'refused', refusal: whole };
  return {
    kind: 'planned',
    planned: {
      plan,
      config: configDocument,
      child: childOf(question, manifestDocument, rebased.config),
      added,
      kept,
      ofImage: manifest.layers,
      warnings: [
        ...settingWarnings(platform, rebased.changes),
        ...(rebased.rebuilt ? [historyWarning(platform)] : []),
        ...depthWarning(platform, added.length + kept.length),
        ...onBuildWarning(question),
        ...inheritedWarning(question),
        ...oldIdentifierWarning(platform, oldIdentifiersOf(question), {
          labels: labelsOf(rebased.config as ImageConfig),
          annotations: annotated.annotations,
        }),
      ],
      losses: [...rebased.losses, ...annotated.losses],
      unchanged: sameLayers && rebased.sameSettings,
    },
  };
}

type Layers =
  | { readonly kind: 'listed'; readonly added: Descriptor[]; readonly kept: Descriptor[] }
  | { readonly kind: 'refused'; readonly refusal: RebaseRefusal };

/** The new base's layers and the image's own, each of a type of the manifest's family. */
function listLayers(question: PlatformQuestion): Layers {
  const { mediaType: manifestType, layers } = question.image.document.content;
  const added: Descriptor[] = [];
  for (const layer of question.newBase.document.content.layers) {
    const mediaType = layerTypeIn(layer.mediaType, manifestType);
    if (mediaType === undefined) {
      return { kind: 'refused', refusal: refuseLayer(question, layer, 'new base') };
    }
    added.push({ ...layer, mediaType });
  }
  const kept: Descriptor[] = [];
  for (const layer of layers.slice(question.baseLayers)) {
    // Types that neither family defines (encrypted layers, say) stay in an OCI image, which may have them.
    const mayStay =
      manifestType === MEDIA_TYPE.ociManifest && !layer.mediaType.startsWith('application/vnd.docker.');
    const mediaType = layerTypeIn(layer.mediaType, manifestType) ?? (mayStay ? layer.mediaType : undefined);
    if (mediaType === undefined) {
      return { kind: 'refused', refusal: refuseLayer(question, layer, 'image') };
    }
    kept.push({ ...layer, mediaType });
  }
  return { kind: 'listed', added, kept };
}

/** What labels and annotations should no longer name: the old image, the old base and the removed layers. */
function oldIdentifiersOf({
  image,
  baseLayers,
  oldBase,
  newBase,
  oldIdentifiers,
}: PlatformQuestion): OldIdentifiers {
  const { content, digest } = image.document;
  const now = new Set<string>([
    newBase.document.digest,
    newBase.document.content.config.digest,
    ...newBase.document.content.layers.map((layer) => layer.digest),
    ...diffIds(newBase.config),
    ...content.layers.slice(baseLayers).map((layer) => layer.digest),
    ...diffIds(image.config).slice(baseLayers),
  ]);
  const gone = [
    digest,
    content.config.digest,
    ...(oldBase === null ? [] : [oldBase.digest]),
    ...content.layers.slice(0, baseLayers).map((layer) => layer.digest),
    ...diffIds(image.config).slice(0, baseLayers),
    ...oldIdentifiers.digests,
  ].filter((each) => !now.has(each));
  return { digests: new Set(gone), names: oldIdentifiers.names };
}

/** Nothing would change: the image stays as it is, with its signatures and attestations. */
function unchangedPlatform(question: PlatformQuestion, plan: PlatformPlan): PlannedPlatform {
  const { document } = question.image;
  const { config, layers } = document.content;
  return {
    plan: {
      ...plan,
      toDigest: plan.fromDigest,
      config: { ...plan.config, changes: [] },
      annotations: { changes: [], conflicts: [] },
    },
    config: null,
    child: childOf(question, sameDocument('manifest', question.platform, document), question.image.config),
    added: [],
    kept: [config, ...layers],
    ofImage: layers,
    warnings: [],
    losses: [],
    unchanged: true,
  };
}

function childOf(
  question: PlatformQuestion,
  manifest: PlannedDocument,
  config: Readonly<Record<string, unknown>>,
): ChildPlan {
  const { image, claim } = question;
  const [before, after] = [image.config['os.version'], config['os.version']];
  const moved = before && typeof after === 'string' && after !== before;
  return {
    manifest,
    claim,
    bases: listedAnnotations(question),
    ...(moved ? { osVersion: { before, after } } : {}),
  };
}

/** Whether the image's manifest already makes the new claim. */
function keepsClaim({ image, claim, place }: PlatformQuestion): boolean {
  const { annotations, mediaType } = image.document.content;
  if (mediaType === MEDIA_TYPE.dockerManifest && !claimsBase(annotations)) return true;
  const next = withClaim(annotations, claim, place);
  return Object.entries(next).every(([key, value]) => annotations?.[key] === value);
}
