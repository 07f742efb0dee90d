import { z } from 'zod';
import { ANNOTATION } from './annotations.ts';
import { type Digest, isDigest } from './digest.ts';
import { byteCount, optionalText, textOrEmpty, textRecord, wireObject } from './json/lenient-schema.ts';
import { isRunnablePlatform, type Platform } from './platform.ts';

/** A digest in JSON. */
const digestSchema = z.custom<Digest>(isDigest, 'is not a digest');
/** Annotations in JSON. */
export const annotationsSchema = textRecord;

/** A platform in JSON; `os.version` keeps its name, unknown keys pass through. */
const wirePlatformSchema = wireObject({
  architecture: textOrEmpty,
  os: textOrEmpty,
  variant: optionalText,
  'os.version': optionalText,
});

/** A reference of a manifest or an index to content (image-spec, descriptor.md). Unknown keys pass through. */
export const descriptorSchema = wireObject({
  /** Empty if the document leaves it out. */
  mediaType: textOrEmpty,
  digest: digestSchema,
  size: byteCount,
  annotations: annotationsSchema.nullish(),
  artifactType: optionalText,
  /** Absent if it lacks the operating system or the architecture; the config names the platform then. */
  platform: wirePlatformSchema
    .transform((wire) => (wire.os && wire.architecture ? wire : undefined))
    .nullish(),
});

/** A parsed {@link descriptorSchema}. */
export type Descriptor = z.infer<typeof descriptorSchema>;
type WirePlatform = z.infer<typeof wirePlatformSchema>;

/** Renames the keys of a JSON platform; empty strings count as absent. */
export function platformOf(wire: WirePlatform): Platform {
  return {
    os: wire.os,
    architecture: wire.architecture,
    ...(wire.variant ? { variant: wire.variant } : {}),
    ...(wire['os.version'] ? { osVersion: wire['os.version'] } : {}),
  };
}

/** True for an index entry with attestations, which nothing runs (BuildKit attestation-storage.md). */
export function isAttestation(descriptor: Descriptor): boolean {
  return (
    descriptor.annotations?.[ANNOTATION.attestationType] === 'attestation-manifest' ||
    (descriptor.platform != null && !isRunnablePlatform(platformOf(descriptor.platform)))
  );
}
