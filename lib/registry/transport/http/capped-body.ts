/** A body has more bytes than allowed. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
  /** The bytes allowed. */
  readonly limit: number;
  constructor(limit: number) {
    super(`the body is larger than ${limit} bytes`);
    this.limit = limit;
  }
}

/**
 * Reads a whole body of at most `limit` bytes; null is an empty one. Throws {@link BodyTooLargeError} and ends the
 * stream: before the first byte if `contentLength` announces too much, otherwise as soon as too much has come.
 */
export async function readCapped(
  body: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | null,
  limit: number,
  contentLength?: string | null,
): Promise<Buffer> {
  if (Number(contentLength ?? 0) > limit) throw new BodyTooLargeError(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Web streams are async iterable in Node, but the DOM's types do not say so.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw new BodyTooLargeError(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
