import type { Digest } from '#lib/oci/digest.ts';
import { CONFIG_LIMITS } from '#lib/oci/image-config.ts';
import {
  JsonDocumentError,
  type JsonLimits,
  parseStrictJson,
  STATEMENT_LIMITS,
} from '#lib/oci/json/strict-json.ts';
import { readDocument as readStored } from '#lib/store/registries/documents.ts';
import type { WithDatabase } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';

/** The largest documents that are kept: configs and attestations. */
const VIEW_LIMITS: JsonLimits = { ...STATEMENT_LIMITS, maxBytes: CONFIG_LIMITS.maxBytes };

/** A document that verdicts refer to, byte for byte; `json` is null if it is not JSON. */
export interface KnownDocument {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size: number;
  readonly raw: string;
  readonly json: unknown;
}

/** A manifest, config or attestation that some verdict refers to. Throws {@link NotFoundError}. */
export async function readDocument(context: WithDatabase, digest: Digest): Promise<KnownDocument> {
  const document = await readStored(context.db, digest);
  if (document === undefined) throw new NotFoundError(`No verdict here refers to ${digest}.`);
  const { mediaType, bytes } = document;
  const raw = new TextDecoder().decode(bytes);
  return { digest, mediaType, size: bytes.byteLength, raw, json: parse(bytes) };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(bytes, VIEW_LIMITS);
  } catch (error) {
    if (error instanceof JsonDocumentError) return null;
    throw error;
  }
}
