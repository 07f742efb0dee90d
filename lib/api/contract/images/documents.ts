import { z } from 'zod';
import { digest } from '../primitives.ts';

export const documentQuery = z.object({
  digest,
  /** `registry/repository`, the place where the document was seen. */
  repository: z.string().max(512).optional(),
});

/** A manifest, config or attestation that a verdict stands on, byte for byte. */
export const document = z.object({
  digest,
  mediaType: z.string(),
  /** Bytes. */
  size: z.number().int(),
  raw: z.string(),
  /** The parsed document; null where it is no JSON. */
  json: z.unknown().nullable(),
});

export type DocumentView = z.infer<typeof document>;
