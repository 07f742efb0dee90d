import { BodyTooLargeError, readCapped } from './capped-body.ts';
import type { Answer } from './sender.ts';

/** The body ended before, or beyond, the length that was announced. */
export class BodyBrokenError extends Error {
  override name = 'BodyBrokenError';
}

/**
 * Reads the whole body of an answer, at most `limit` bytes. Throws `BodyTooLargeError`, and {@link BodyBrokenError} if
 * the connection breaks off.
 */
export async function readBody(answer: Answer, limit: number): Promise<Uint8Array> {
  try {
    return await readCapped(answer.body, limit, answer.header('content-length'));
  } catch (cause) {
    if (!(cause instanceof BodyTooLargeError)) throw new BodyBrokenError('the body broke off', { cause });
    await answer.discard();
    throw cause;
  }
}
