import type { Annotations } from '#lib/oci/annotations.ts';
import type { ImageConfig } from '#lib/oci/image-config.ts';
import { inheritedAnnotations } from '../../merge/annotations.ts';
import { isSet, same } from '../../merge/values.ts';
import type { PlanWarning } from '../../rebase.ts';
import { isKeptUpToDate } from '../documents/build-specific-content.ts';
import type { OldIdentifiers, PlatformQuestion } from './platform-question.ts';

/** The most layers that Docker and other graph drivers unpack. */
const MOST_LAYERS = 127;

/** The warning for history entries that were missing. */
export function historyWarning(platform: string): PlanWarning {
  return {
    kind: 'history-rebuilt',
    platform,
    detail: 'The history had fewer entries than layers. The missing entries are marked as lost.',
  };
}

/** Warns of more layers than runtimes accept. */
export function depthWarning(platform: string, layers: number): PlanWarning[] {
  if (layers <= MOST_LAYERS) return [];
  const detail = `The image will have ${layers} layers. Docker and others refuse an image with more than ${MOST_LAYERS} (“max depth exceeded”). Rebuild it with fewer layers.`;
  return [{ kind: 'too-many-layers', platform, detail }];
}

/**
 * Warns if the new base has other ONBUILD triggers than the old one: a build runs its base's triggers and inherits none,
 * a rebase runs nothing. If the image has the old triggers itself, they follow the base without a warning.
 */
export function onBuildWarning({ platform, image, oldBase, newBase, mode }: PlatformQuestion): PlanWarning[] {
  const [own, after] = [triggersOf(image.config), triggersOf(newBase.config)];
  if (oldBase?.config === undefined) {
    if (!isSet(after) || same(own, after)) return [];
    return warn(
      `The new base has ONBUILD triggers (${listed(after)}). A build on it would run them; a rebase does not. Rebuild the image if it needs them.`,
    );
  }
  const before = triggersOf(oldBase.config);
  if (same(before, after)) return [];
  const copied = isSet(own) && same(own, before);
  if (copied && mode === 'merge') return [];
  return warn(
    copied
      ? `The base’s ONBUILD triggers changed from ${listed(before)} to ${listed(after)}; the image keeps the old ones.`
      : `The base’s ONBUILD triggers changed from ${listed(before)} to ${listed(after)}. The image’s layers contain what the old triggers did; a rebase does not run the new ones. Rebuild the image if it needs them.`,
  );

  function warn(detail: string): PlanWarning[] {
    return [{ kind: 'on-build', platform, detail }];
  }
}

function triggersOf({ config }: ImageConfig): unknown {
  return config?.OnBuild;
}

function listed(triggers: unknown): string {
  const lines = Array.isArray(triggers) ? triggers.filter((each) => typeof each === 'string') : [];
  return lines.length === 0 ? 'none' : lines.map((line) => `\`${line}\``).join(', ');
}

/** Warns of annotations that keep the old base's values, because the new base's are not known or not wanted. */
export function inheritedWarning({ platform, image, annotations, mode }: PlatformQuestion): PlanWarning[] {
  if (mode === 'merge' && annotations.newBase !== undefined) return [];
  const keys = inheritedAnnotations(image.document.content.annotations ?? {}, annotations);
  if (keys.length === 0) return [];
  const why =
    annotations.newBase === undefined
      ? 'The new base is in Docker’s format, which has no annotations.'
      : 'They are kept.';
  const names = keys.map((key) => `\`${key}\``).join(', ');
  const detail = `These annotations have the old base’s values: ${names}. ${why}`;
  return [{ kind: 'inherited-annotations', platform, detail }];
}

/** Warns of labels and annotations of the result that still name the old base, its layers or the old image. */
export function oldIdentifierWarning(
  platform: string | null,
  old: OldIdentifiers,
  texts: { readonly labels?: Annotations; readonly annotations?: Annotations | undefined },
): PlanWarning[] {
  const found = (['labels', 'annotations'] as const).flatMap((place) =>
    Object.entries(texts[place] ?? {}).flatMap(([key, value]) =>
      !isKeptUpToDate(place, key) && namesOld(value, old)
        ? [`the ${place === 'labels' ? 'label' : 'annotation'} \`${key}\``]
        : [],
    ),
  );
  if (found.length === 0) return [];
  const detail = `The image still names its old base or old layers in ${found.join(', ')}. This stays unchanged, although it is no longer true.`;
  return [{ kind: 'names-old-base', platform, detail }];
}

function namesOld(value: string, { digests, names }: OldIdentifiers): boolean {
  if (names.has(value)) return true;
  return (value.match(/sha256:[0-9a-f]{64}/g) ?? []).some((digest) => digests.has(digest));
}
