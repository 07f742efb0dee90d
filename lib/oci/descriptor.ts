import { z } from 'zod';
import { ANNOTATION } from './annotations.ts';
import { type Digest, isDigest } from './digest.ts';
import { byteCount, optionalText, textOrEmpty, textRecord, wireObject } from './json/lenient-schema.ts';
import { isRunnablePlatform, type Platform } from './platform.ts';

export const digestSchema = z.custom<Digest>(isDigest, 'is not a digest');
export const annotationsSchema = textRecord;

/** `os.version` and `os.features` keep their wire names; unknown keys pass through. */
export const wirePlatformSchema = wireObject({
  architecture: textOrEmpty,
  os: textOrEmpty,
  variant: optionalText,
  'os.version': optionalText,
});

/** What a manifest or an index points to (image-spec, descriptor.md). Unknown keys pass through. */
export const descriptorSchema = wireObject({
  /** Empty where it is left out. */
  mediaType: textOrEmpty,
  digest: digestSchema,
  size: byteCount,
  annotations: annotationsSchema.nullish(),
  artifactType: optionalText,
  /** Absent if it lacks the operating system or the architecture: then the config names the platform. */
  platform: wirePlatformSchema
    .transform((wire) => (wire.os && wire.architecture ? wire : undefined))
    .nullish(),
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
