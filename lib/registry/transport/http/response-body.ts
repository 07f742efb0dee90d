import type { Answer } from './sender.ts';

/** The body is larger than allowed; `limit` is in bytes. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
  readonly limit: number;
  constructor(limit: number) {
    super(`the body is larger than ${limit} bytes`);
    this.limit = limit;
  }
}

/** The body ended before, or beyond, what its length promised. */
export class BodyBrokenError extends Error {
  override name = 'BodyBrokenError';
}

/**
 * Reads a whole body of at most `limit` bytes. Throws {@link BodyTooLargeError}, judged by `Content-Length`
 * before a byte is read and by counting after, and {@link BodyBrokenError} where the connection breaks off.
 */
export async function readCapped(answer: Answer, limit: number): Promise<Uint8Array> {
  const promised = Number(answer.header('content-length') ?? Number.NaN);
  if (promised > limit) {
    await answer.discard();
    throw new BodyTooLargeError(limit);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of answer.body) {
      size += chunk.byteLength;
      if (size > limit) throw new BodyTooLargeError(limit);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof BodyTooLargeError) throw cause;
    throw new BodyBrokenError('the body broke off', { cause });
  }
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks, size);
}
