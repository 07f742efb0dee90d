import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Mention } from '#lib/sources/mention.ts';

/** The most bytes of posted mentions, compressed: the server's limit. */
export const MAX_POST_BYTES = 5 * 1024 * 1024;

/** The headers of posted mentions. */
export const POST_HEADERS = { 'content-type': 'application/json', 'content-encoding': 'gzip' } as const;

const compress = promisify(gzip);

/** The path to which the whole content of a source is posted. */
export function mentionsPath(source: string): string {
  return `/api/v1/sources/${encodeURIComponent(source)}/mentions`;
}

/** The body of `POST /api/v1/sources/{id}/mentions`, compressed. */
export function encodeMentions(
  sequence: number,
  mentions: readonly Mention[],
): Promise<Uint8Array<ArrayBuffer>> {
  return compress(JSON.stringify({ sequence, mentions }));
}
