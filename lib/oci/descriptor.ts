import { z } from 'zod';
import { ANNOTATION } from './annotations.ts';
import { type Digest, isDigest } from './digest.ts';
import { isRunnablePlatform, type Platform } from './platform.ts';

export const digestSchema = z.custom<Digest>(isDigest, 'is not a digest');
export const annotationsSchema = z.record(z.string(), z.string());

/** `os.version` and `os.features` keep their wire names; unknown keys pass through. */
export const wirePlatformSchema = z.looseObject({
  architecture: z.string(),
  os: z.string(),
  variant: z.string().optional(),
  'os.version': z.string().optional(),
});

/** What a manifest or an index points to (image-spec, descriptor.md). Unknown keys pass through. */
export const descriptorSchema = z.looseObject({
  mediaType: z.string(),
  digest: digestSchema,
  size: z.int().nonnegative(),
  annotations: annotationsSchema.nullish(),
  artifactType: z.string().optional(),
  platform: wirePlatformSchema.nullish(),
  urls: z.array(z.string()).nullish(),
  data: z.string().optional(),
});

export type Descriptor = z.infer<typeof descriptorSchema>;
export type WirePlatform = z.infer<typeof wirePlatformSchema>;

/** The wire's platform in the field's words; empty strings count as absent. */
export function platformOf(wire: WirePlatform): Platform {
  return {
    os: wire.os,
    architecture: wire.architecture,
    ...(wire.variant ? { variant: wire.variant } : {}),
    ...(wire['os.version'] ? { osVersion: wire['os.version'] } : {}),
  };
}

/** True for an index entry that carries attestations (BuildKit attestation-storage.md): it never runs. */
export function isAttestation(descriptor: Descriptor): boolean {
  return (
    descriptor.annotations?.[ANNOTATION.attestationType] === 'attestation-manifest' ||
    (descriptor.platform != null && !isRunnablePlatform(platformOf(descriptor.platform)))
  );
}
