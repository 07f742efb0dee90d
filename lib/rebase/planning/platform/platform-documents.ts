import type { Annotations } from '#lib/oci/annotations.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { annotationChanges, mergeAnnotations } from '../../merge/annotations.ts';
import { changesOf, mergeConfig } from '../../merge/config.ts';
import { rebaseHistory } from '../../merge/history.ts';
import type { MergedChanges } from '../../merged-changes.ts';
import type { Loss, PlannedDocument } from '../../rebase.ts';
import { claimsBase, withClaim } from '../documents/base-claims.ts';
import { unboundAnnotations, unboundConfig } from '../documents/build-specific-content.ts';
import { documentSize, type Raw, rawOf } from '../documents/encode-document.ts';
import { withLabels } from './config-labels.ts';
import type { PlatformQuestion } from './platform-question.ts';

export interface RebasedConfig extends MergedChanges {
  readonly config: Readonly<Record<string, unknown>>;
  readonly losses: readonly Loss[];
  /** Nothing differs except parts about the old build, which stay true while its layers stay. */
  readonly unchanged: boolean;
  /** History entries were added for layers that had none. */
  readonly rebuilt: boolean;
  /** The merge with the bases changed nothing. */
  readonly sameSettings: boolean;
}

/** The config on the new base: settings and history merged, layers by the seam, records of the old build left out. */
export function rebasedConfig(question: PlatformQuestion): RebasedConfig {
  const { image, oldBase, newBase, baseLayers, claim, mode, place } = question;
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
  const { rest, losses } = unboundConfig(labelled);
  // Values that the plan writes are no conflict: neither side's value stays.
  const written = new Set(changesOf(merged.config, labelled).map(({ path }) => path));
  return {
    config: { ...rest, rootfs, ...(history.length === 0 ? {} : { history }) },
    changes: changesOf(image.config, rest),
    unchanged: changesOf(image.config, labelled).length === 0,
    conflicts: merged.conflicts.filter(({ path }) => !written.has(path)),
    losses,
    rebuilt,
    sameSettings: merged.changes.length === 0,
  };
}

export interface RebasedAnnotations extends MergedChanges {
  /** `undefined` if the manifest has none and gets none. */
  readonly annotations: Annotations | undefined;
  readonly losses: readonly Loss[];
}

/** The manifest's annotations on the new base: inherited ones follow it, and the base claim is updated. */
export function rebasedAnnotations({
  image,
  annotations: bases,
  claim,
  place,
  mode,
}: PlatformQuestion): RebasedAnnotations {
  const { annotations: before } = image.document.content;
  const claims = image.document.mediaType === MEDIA_TYPE.ociManifest || claimsBase(before);
  if (!before && !claims) return { annotations: undefined, changes: [], conflicts: [], losses: [] };
  const merged =
    mode === 'merge'
      ? mergeAnnotations(before ?? {}, bases, 'annotations')
      : { annotations: before ?? {}, conflicts: [] };
  const { rest } = unboundAnnotations(merged.annotations);
  const annotations = claims ? withClaim(rest, claim, place) : rest;
  return {
    annotations,
    changes: annotationChanges(before ?? {}, annotations, 'annotations'),
    conflicts: merged.conflicts,
    losses: unboundAnnotations(before ?? {}).losses,
  };
}

/** The manifest of these layers: its own keys in their order, with the media types of its format. */
export function rebasedManifest(
  { image, baseLayers }: PlatformQuestion,
  added: readonly Descriptor[],
  kept: readonly Descriptor[],
  config: PlannedDocument,
  annotations: Annotations | undefined,
): Raw {
  const raw = rawOf(image.document);
  const { data: _, ...descriptor } = raw.config;
  const own = raw.layers.slice(baseLayers).map((layer, at) => ({
    ...layer,
    mediaType: kept[at]?.mediaType ?? layer.mediaType,
  }));
  return {
    ...raw,
    config: {
      ...descriptor,
      mediaType: config.mediaType,
      digest: config.digest,
      size: documentSize(config),
    },
    layers: [...added, ...own],
    ...(annotations === undefined ? {} : { annotations }),
  };
}
