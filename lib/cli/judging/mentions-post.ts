import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Mention } from '#lib/sources/mention.ts';
import { NoAnswerError, receivedProblem, requestApi, type ServerAccess } from './server-answer.ts';

/** The most bytes of posted mentions, compressed: the server's limit. */
const MAX_POST_BYTES = 5 * 1024 * 1024;

const compress = promisify(gzip);

/** Everything that a source of the kind `push` mentions now. */
export interface Picture {
  readonly sequence: number;
  readonly mentions: readonly Mention[];
  /** Seconds until the next picture at the latest, so that the server notices silence; `undefined` if nobody knows. */
  readonly everySeconds: number | undefined;
}

/** What became of a picture that was sent once. */
export type PostAnswer =
  | { readonly state: 'accepted' }
  /** It was not sent: it has this many bytes, compressed. */
  | { readonly state: 'too-large'; readonly bytes: number }
  /** `detail` is the server's sentence without its full stop, if there is one. */
  | {
      readonly state: 'refused';
      readonly status: number;
      readonly detail: string | undefined;
      readonly retryAfter: string | undefined;
    }
  /** `message` is the second half of a sentence. */
  | { readonly state: 'no-answer'; readonly message: string };

/** Posts a picture of a source once (`POST /api/v1/sources/{id}/mentions`), compressed. Never rejects for what a server does. */
export async function postPicture(
  access: ServerAccess,
  source: string,
  { sequence, mentions, everySeconds }: Picture,
  signal: AbortSignal,
  userAgent?: string,
): Promise<PostAnswer> {
  const every = everySeconds === undefined ? {} : { every: `${everySeconds}s` };
  const body = await compress(JSON.stringify({ sequence, mentions, ...every }));
  if (body.byteLength > MAX_POST_BYTES) return { state: 'too-large', bytes: body.byteLength };
  try {
    const path = `/api/v1/sources/${encodeURIComponent(source)}/mentions`;
    const headers = {
      ...{ 'content-type': 'application/json', 'content-encoding': 'gzip' },
      ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
    };
    const answer = await requestApi(access, path, signal, { method: 'POST', body, headers });
    const { status, text, retryAfter } = answer;
    if (status >= 200 && status < 300) return { state: 'accepted' };
    const detail = receivedProblem(parsedJson(text))?.detail.replace(/\.$/, '');
    return { state: 'refused', status, detail, retryAfter };
  } catch (error) {
    if (error instanceof NoAnswerError) return { state: 'no-answer', message: error.message };
    throw error;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
