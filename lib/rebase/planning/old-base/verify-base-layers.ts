import { verifyLayers } from '#lib/lineage/images/verify-layers.ts';
import { reasonClause } from '#lib/lineage/words/reason-words.ts';
import { type Annotations, BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { diffIds, labelsOf } from '#lib/oci/image-config.ts';
import { parseStrictJsonText } from '#lib/oci/json/strict-json.ts';
import type { PlatformImageSource, RebaseRefusal, RememberedBase } from '../../rebase.ts';

/** What is known about one platform of the old base. */
export interface OldBasePlatform extends RememberedBase {
  /** Blob digests, bottom first; absent where only diff IDs were remembered. */
  readonly layers?: readonly Digest[];
  /** Annotations of the entry that lists it in its index. */
  readonly listed?: Annotations;
}

export type VerifiedLayers =
  | { readonly kind: 'verified'; readonly baseLayers: number; readonly overridden: boolean }
  | { readonly kind: 'refused'; readonly refusal: RebaseRefusal };

/**
 * How many of an image's layers are its base's: by the base's diff IDs; if the base is gone, by the buildpacks'
 * `topLayer`; or by `override`, the count that an operator gave.
 */
export function verifyBaseLayers(
  platform: string,
  image: PlatformImageSource,
  oldBase: OldBasePlatform | null,
  override: number | undefined,
): VerifiedLayers {
  const ids = diffIds(image.config);
  const count = image.document.content.layers.length;
  const refused = (
    kind: RebaseRefusal['kind'],
    detail: string,
    facts: RebaseRefusal['facts'] = {},
  ): VerifiedLayers => ({
    kind: 'refused',
    refusal: { kind, detail, platform, facts, instead: ['rebuild'] },
  });

  if (ids.length !== count) {
    return refused(
      'unverifiable',
      `The image is inconsistent: its manifest lists ${count} layers, its config ${ids.length}. Rebuild it.`,
      {
        layers: count,
        diffIds: ids.length,
      },
    );
  }
  if (override !== undefined) {
    if (Number.isInteger(override) && override >= 0 && override <= count)
      return { kind: 'verified', baseLayers: override, overridden: true };
    return refused(
      'not-based-on',
      `The image has ${count} layers, so ${override} of them cannot be its base’s.`,
      { layers: count, named: override },
    );
  }
  if (oldBase === null) return verifyByTopLayer(image, ids, refused);
  const history = (config: PlatformImageSource['config'] | undefined) =>
    (config?.history ?? []).map((entry) => ({
      createdBy: entry.created_by ?? '',
      comment: entry.comment ?? '',
      empty: entry.empty_layer === true,
    }));
  const { baseLayers, verification, reason } = verifyLayers(
    {
      diffIds: ids,
      layers: image.document.content.layers.map(({ digest }) => digest),
      history: history(image.config),
    },
    { diffIds: oldBase.diffIds, layers: oldBase.layers ?? oldBase.diffIds, history: history(oldBase.config) },
  );
  if (baseLayers !== null) return { kind: 'verified', baseLayers, overridden: false };
  const facts = { base: oldBase.digest, baseDiffIds: [...oldBase.diffIds], imageDiffIds: [...ids] };
  const why = reason === null ? '' : `: ${reasonClause(reason)}`;
  const detail = `It could not be verified that the image is based on ${oldBase.digest}${why}.`;
  return refused(verification === 'contradicted' ? 'not-based-on' : 'unverifiable', detail, facts);
}

function verifyByTopLayer(
  image: PlatformImageSource,
  ids: readonly Digest[],
  refused: (kind: RebaseRefusal['kind'], detail: string, facts?: RebaseRefusal['facts']) => VerifiedLayers,
): VerifiedLayers {
  const topLayer = buildpacksTopLayer(image);
  if (topLayer === undefined) {
    return refused(
      'base-gone',
      'The base that the image was built on is gone and its layers are not known, so the image’s own layers cannot be identified.',
    );
  }
  const at = ids.indexOf(topLayer);
  if (at < 0) {
    return refused('not-based-on', 'The buildpacks label names a top layer that the image does not have.', {
      topLayer,
    });
  }
  if (ids.lastIndexOf(topLayer) !== at) {
    return refused('ambiguous', 'The buildpacks label’s top layer is in the image more than once.', {
      topLayer,
    });
  }
  return { kind: 'verified', baseLayers: at + 1, overridden: false };
}

/** The run image's last layer, as the lifecycle recorded it (buildpacks platform spec, io.buildpacks.lifecycle.metadata). */
function buildpacksTopLayer(image: PlatformImageSource): Digest | undefined {
  try {
    const metadata = parseStrictJsonText(labelsOf(image.config)[BUILDPACKS_LABEL.lifecycle] ?? 'null');
    const run = (metadata as { runImage?: { topLayer?: unknown } } | null)?.runImage;
    return isDigest(run?.topLayer) ? run.topLayer : undefined;
  } catch {
    return undefined;
  }
}
