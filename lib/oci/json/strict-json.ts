import { readJson } from './json-reader.ts';

/** Limits for foreign JSON. */
export interface JsonLimits {
  /** Bytes of UTF-8. */
  readonly maxBytes: number;
  /** Levels of objects and arrays. */
  readonly maxDepth: number;
  /** Values of any kind: the memory for a document grows with their number more than with its bytes. */
  readonly maxValues: number;
}

/** A manifest may be 4 MiB (distribution-spec, § Pushing Manifests); real ones have hundreds of values. */
export const MANIFEST_LIMITS: JsonLimits = { maxBytes: 4 * 1024 * 1024, maxDepth: 64, maxValues: 20_000 };
/** Provenance lists every step of a build. */
export const STATEMENT_LIMITS: JsonLimits = { ...MANIFEST_LIMITS, maxValues: 50_000 };

/** The document is no JSON that every parser reads alike; `message` completes "the document is refused: …". */
export class JsonDocumentError extends Error {
  override name = 'JsonDocumentError';
}

/**
 * Parses foreign JSON in one pass. Refuses what parsers disagree on: duplicate keys, `__proto__`, invalid UTF-8, a byte
 * order mark; and too much depth, size or values. A number that a double cannot hold as written becomes a
 * `WrittenNumber`: schemas that expect a number refuse it, everything else keeps it unchanged. Throws {@link
 * JsonDocumentError}.
 */
export function parseStrictJson(bytes: Uint8Array, limits: JsonLimits = MANIFEST_LIMITS): unknown {
  if (bytes.byteLength > limits.maxBytes) {
    throw new JsonDocumentError(`it has ${bytes.byteLength} bytes, more than the ${limits.maxBytes} allowed`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new JsonDocumentError('it is not valid UTF-8', { cause });
  }
  return parseStrictJsonText(text, limits);
}

/** {@link parseStrictJson} for text, such as JSON in a label; the caller limits its size. */
export function parseStrictJsonText(text: string, limits: JsonLimits = MANIFEST_LIMITS): unknown {
  return readJson(text, limits, (problem) => new JsonDocumentError(problem));
}
