import { BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseStrictJsonText } from '#lib/oci/json/strict-json.ts';
import {
  atDigest,
  formatReference,
  parseReference,
  tryParseReference,
  watchedTag,
} from '#lib/oci/reference.ts';
import type { RebaseRefusal } from '../../rebase.ts';
import type { NewClaim } from '../documents/base-claims.ts';

type Labels = Readonly<Record<string, string>>;

/** Labels that say which run image an app was built for (buildpacks platform spec, § Rebaser). */
const SAMENESS = [
  'io.buildpacks.stack.id',
  'io.buildpacks.base.distro.name',
  'io.buildpacks.base.distro.version',
] as const;

/** Labels of the run image itself, which the lifecycle takes over with its layers. */
const OF_RUN_IMAGE = /^io\.buildpacks\.(?:stack|base)\./;

/** What the lifecycle records about the run image; the rest of its label passes through. */
interface LifecycleMetadata extends Readonly<Record<string, unknown>> {
  readonly runImage?: RunImage & Readonly<Record<string, unknown>>;
  readonly stack?: { readonly runImage?: RunImage } | null;
}

interface RunImage {
  readonly image?: unknown;
  readonly mirrors?: unknown;
}

/**
 * Whether the lifecycle's label is about this image. A label that the base has too came from the base, and is about the
 * base's own run image. `base` are the old base's labels, `undefined` where they are not known.
 */
export function isBuiltByLifecycle(labels: Labels, base: Labels | undefined): boolean {
  const text = labels[BUILDPACKS_LABEL.lifecycle];
  return text !== undefined && text !== base?.[BUILDPACKS_LABEL.lifecycle];
}

/**
 * Refuses another distribution or stack for an app that buildpacks built for one, as the lifecycle does. If either side
 * has no such label, nothing is refused. Another tag or repository is no reason.
 */
export function refuseOtherDistribution(
  platform: string,
  labels: Labels,
  newBase: Labels,
): RebaseRefusal | undefined {
  const differing = SAMENESS.find((key) => labels[key] && newBase[key] && labels[key] !== newBase[key]);
  if (differing === undefined) return undefined;
  const [has, offered] = [labels[differing] ?? '', newBase[differing] ?? ''];
  return {
    kind: 'not-rebasable',
    detail: `Buildpacks built the image for ${has}, and the new base is ${offered} (${differing}). Rebuild it on the new base.`,
    platform,
    facts: { label: differing, image: has, newBase: offered },
    instead: ['rebuild', 'choose-another-base'],
  };
}

/**
 * Labels of an image that the lifecycle made, on its new run image: its metadata with the new top layer, reference
 * and name, and the run image's own labels in place of the old one's. A label that cannot be read stays.
 */
export function withRunImage(labels: Labels, newBase: Labels, claim: NewClaim, topLayer: Digest): Labels {
  const kept = Object.entries(labels).filter(
    ([key]) => !OF_RUN_IMAGE.test(key) || Object.hasOwn(newBase, key),
  );
  const brought = Object.entries(newBase).filter(([key]) => OF_RUN_IMAGE.test(key));
  const metadata = readMetadata(labels[BUILDPACKS_LABEL.lifecycle]);
  return {
    ...Object.fromEntries([...kept, ...brought]),
    ...(metadata === undefined
      ? {}
      : { [BUILDPACKS_LABEL.lifecycle]: goJson(rebasedMetadata(metadata, claim, topLayer)) }),
  };
}

function rebasedMetadata(metadata: LifecycleMetadata, claim: NewClaim, topLayer: Digest): LifecycleMetadata {
  const { runImage, stack } = metadata;
  const named = [...namesOf(runImage), ...namesOf(stack?.runImage)];
  const reference = formatReference(atDigest(parseReference(claim.name), claim.platformDigest));
  const rebased = { ...runImage, topLayer, reference };
  if (named.length === 0 || named.some((name) => isName(name, claim.name))) {
    return { ...metadata, runImage: rebased };
  }
  // A name that is not among those known replaces them all, mirrors too, in both places (lifecycle 0.17, rebaser).
  const { mirrors: _, ...withoutMirrors } = rebased;
  const image = claim.name;
  return { ...metadata, runImage: { ...withoutMirrors, image }, stack: { runImage: { image } } };
}

function namesOf(run: RunImage | undefined): string[] {
  const mirrors = Array.isArray(run?.mirrors) ? run.mirrors : [];
  return [run?.image, ...mirrors].filter((each): each is string => typeof each === 'string' && each !== '');
}

function isName(text: string, name: string): boolean {
  const reference = tryParseReference(text);
  const tag = reference && watchedTag(reference);
  return (tag === undefined ? text : formatReference(tag)) === name;
}

function readMetadata(text: string | undefined): LifecycleMetadata | undefined {
  try {
    const value = parseStrictJsonText(text ?? 'null');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** JSON as Go's encoder writes it, so that a label that the lifecycle wrote differs in what changed alone. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
