import { z } from 'zod';
import { digest } from '../primitives.ts';

export const documentQuery = z.object({
  digest,
  /** `registry/repository` in which the document was found. */
  repository: z.string().max(512).optional(),
});

/** A manifest, config or attestation that a verdict is based on, byte for byte. */
export const document = z.object({
  digest,
  mediaType: z.string(),
  /** Bytes. */
  size: z.number().int(),
  raw: z.string(),
  /** The parsed document; null if it is not JSON. */
  json: z.unknown().nullable(),
});

export type DocumentView = z.infer<typeof document>;
