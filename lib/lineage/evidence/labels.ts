import { z } from 'zod';
import { ANNOTATION, BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { type ImageConfig, labelsOf } from '#lib/oci/config.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import { type Claim, readClaim } from '../claim.ts';
import type { PlatformImage } from '../platform-image.ts';

/**
 * What config labels say. Labels are inherited by every image built on this one, so that they may describe the
 * grandparent: the claim stands only where the layers agree.
 */
export function labelClaims(image: PlatformImage): Claim[] {
  const labels = labelsOf(image.config);
  const { base, note } = readClaim(labels[ANNOTATION.baseName], labels[ANNOTATION.baseDigest]);
  if (base === undefined) return [];
  const source = image.manifest.config.digest;
  return [{ kind: 'label', level: 'config', base, source, standing: 'inherited', ...(note ? { note } : {}) }];
}

const lifecycle = z.looseObject({
  runImage: z.looseObject({
    topLayer: z.string().optional(),
    reference: z.string().optional(),
    image: z.string().optional(),
    mirrors: z.array(z.string()).nullish(),
  }),
});

/**
 * What the buildpacks lifecycle wrote (buildpacks platform spec, § io.buildpacks.lifecycle.metadata): the run
 * image's name, the reference it had, and the diff ID of its topmost layer.
 */
export function buildpacksClaims(image: PlatformImage): Claim[] {
  const metadata = lifecycleOf(image.config);
  if (metadata === undefined) return [];
  const { topLayer, reference, image: named, mirrors } = metadata.runImage;
  const resolved = reference === undefined ? undefined : tryParseReference(reference);
  const name = [named, ...(mirrors ?? [])].find((each) => each && tryParseReference(each)) ?? reference;
  // Exporting to a daemon writes a bare image id as the reference: that parses to no digest, and is none.
  const { base } = readClaim(name, resolved?.digest);
  if (base === undefined || base === 'scratch') return [];
  const positions = image.diffIds.flatMap((diffId, at) => (diffId === topLayer ? [at + 1] : []));
  const [baseLayers] = positions;
  return [
    {
      kind: 'buildpacks',
      level: 'config',
      base,
      source: image.manifest.config.digest,
      standing: 'own',
      ...(positions.length === 1 && baseLayers !== undefined ? { baseLayers } : {}),
      ...(topLayer && positions.length === 0
        ? { note: 'its top layer is not among the image’s layers' }
        : {}),
    },
  ];
}

/** Configs are immutable, and every pass reads their labels again. */
const LIFECYCLES = new WeakMap<ImageConfig, ReturnType<typeof parseLifecycle>>();

function lifecycleOf(config: ImageConfig) {
  if (LIFECYCLES.has(config)) return LIFECYCLES.get(config);
  const text = labelsOf(config)[BUILDPACKS_LABEL.lifecycle];
  const metadata = text === undefined ? undefined : parseLifecycle(text);
  LIFECYCLES.set(config, metadata);
  return metadata;
}

function parseLifecycle(text: string): z.infer<typeof lifecycle> | undefined {
  try {
    return lifecycle.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
