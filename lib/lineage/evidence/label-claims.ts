import { z } from 'zod';
import { ANNOTATION, BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { type ImageConfig, labelsOf } from '#lib/oci/image-config.ts';
import { parseStrictJsonText } from '#lib/oci/json/strict-json.ts';
import { type Reference, tryParseReference } from '#lib/oci/reference.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import type { PlatformImage } from '../images/platform-image.ts';
import type { BasicReason } from '../verdict/reason.ts';
import { type Claim, type ReadClaim, readClaim } from './claim.ts';

const NOTHING = { name: undefined, digest: undefined };

/**
 * Claims from config labels. Every image built on this one inherits its labels, so they may describe a base further
 * down: the claim is followed only if the layers prove it.
 */
export function labelClaims(image: PlatformImage): Claim[] {
  const labels = labelsOf(image.config);
  const { base, ...how } = readClaim(labels[ANNOTATION.baseName], labels[ANNOTATION.baseDigest]);
  if (base === undefined && how.notes === undefined) return [];
  const source = image.manifest.config.digest;
  return [{ kind: 'label', level: 'config', base: base ?? NOTHING, source, origin: 'inherited', ...how }];
}

const named = z.looseObject({
  image: z.string().nullish(),
  mirrors: z.array(z.string()).nullish(),
});
const lifecycle = z.looseObject({
  runImage: named.extend({ topLayer: z.string().nullish(), reference: z.string().nullish() }).nullish(),
  stack: z.looseObject({ runImage: named.nullish() }).nullish(),
});
type Lifecycle = z.infer<typeof lifecycle>;

/**
 * Claims from the buildpacks lifecycle's label (buildpacks platform spec, § io.buildpacks.lifecycle.metadata): the run
 * image's name, the reference it had, and the diff ID of its topmost layer. Up to platform API 0.11 the name is in
 * `stack.runImage.image`, and `runImage` has no name.
 */
export function buildpacksClaims(lookup: FactLookup, image: PlatformImage): Claim[] {
  const text = labelsOf(image.config)[BUILDPACKS_LABEL.lifecycle];
  if (text === undefined) return [];
  const claim = { kind: 'buildpacks', level: 'config', source: image.manifest.config.digest } as const;
  const metadata = lifecycleOf(image.config, text);
  if (metadata === undefined) {
    const notes = [{ kind: 'lifecycle-label-malformed' }] as const;
    return [{ ...claim, base: NOTHING, origin: 'inherited', notes }];
  }
  const { base, ...how } = readRunImage(lookup, metadata);
  if (base === 'scratch') return [];
  if (base === undefined) {
    const notes = how.notes ?? ([{ kind: 'run-image-not-named' }] as const);
    return [{ ...claim, base: NOTHING, origin: 'inherited', notes }];
  }
  const { topLayer } = metadata.runImage ?? {};
  const positions = image.diffIds.flatMap((diffId, at) => (diffId === topLayer ? [at + 1] : []));
  const [baseLayers] = positions;
  const lost: BasicReason[] = topLayer && positions.length === 0 ? [{ kind: 'top-layer-not-found' }] : [];
  const notes = [...(how.notes ?? []), ...lost];
  return [
    {
      ...claim,
      base,
      origin: 'own',
      ...(how.malformed === undefined ? {} : { malformed: how.malformed }),
      ...(positions.length === 1 && baseLayers !== undefined ? { baseLayers } : {}),
      ...(notes.length > 0 ? { notes } : {}),
    },
  ];
}

/** The first name that is a valid reference; without a name, the one in `reference`. */
function readRunImage(lookup: FactLookup, { runImage, stack }: Lifecycle): ReadClaim {
  const names = [runImage, stack?.runImage].flatMap((each) => [each?.image, ...(each?.mirrors ?? [])]);
  const written = names.flatMap((each) => (each?.trim() ? [each] : []));
  const reference = runImage?.reference?.trim() || undefined;
  const resolved = reference === undefined || isId(reference) ? undefined : tryParseReference(reference);
  const text = written.find((each) => tryParseReference(each)) ?? written[0];
  if (text === undefined) return readClaim(resolved && reference, resolved?.digest);
  const name = tryParseReference(text);
  const digest = resolved?.digest ?? (name && knownDigest(lookup, name, reference));
  return readClaim(text, digest);
}

/** An image ID, with or without its algorithm. */
function isId(text: string): boolean {
  return isDigest(text) || /^[0-9a-f]{64}$/.test(text);
}

/** A bare digest is an image ID if the image was exported to a daemon: it counts only if it is a manifest's. */
function knownDigest(lookup: FactLookup, name: Reference, text: string | undefined): Digest | undefined {
  if (!isDigest(text)) return undefined;
  const fact = lookup.manifest(name, text);
  return fact.state === 'gone' || (fact.state === 'unknown' && fact.absent) ? undefined : text;
}

/** Configs are immutable and every pass reads their labels, so the parsed label is kept. */
const LIFECYCLES = new WeakMap<ImageConfig, { readonly metadata: Lifecycle | undefined }>();

function lifecycleOf(config: ImageConfig, text: string): Lifecycle | undefined {
  const read = LIFECYCLES.get(config) ?? { metadata: parseLifecycle(text) };
  LIFECYCLES.set(config, read);
  return read.metadata;
}

function parseLifecycle(text: string): Lifecycle | undefined {
  try {
    return lifecycle.safeParse(parseStrictJsonText(text)).data;
  } catch {
    return undefined;
  }
}
