import type { Mention } from '#lib/sources/mention.ts';
import { encodeMentions, MAX_POST_BYTES, mentionsPath, POST_HEADERS } from '../judging/mentions-post.ts';
import { NoAnswerError, receivedProblem, requestApi, type ServerAccess } from '../judging/server-answer.ts';

/**
 * Posts mentions as the whole content of a source (`POST /api/v1/sources/{id}/mentions`). Returns why that failed; `undefined`
 * if the server accepted them.
 */
export async function postMentions(
  {
    source,
    sequence,
    mentions,
  }: {
    readonly source: string;
    readonly sequence: number;
    readonly mentions: readonly Mention[];
  },
  access: ServerAccess,
  signal: AbortSignal,
): Promise<string | undefined> {
  const body = await encodeMentions(sequence, mentions);
  if (body.byteLength > MAX_POST_BYTES)
    return 'the images are more than 5 MB, compressed; import fewer files';
  try {
    const { status, text } = await requestApi(access, mentionsPath(source), signal, {
      method: 'POST',
      body,
      headers: POST_HEADERS,
    });
    if (status >= 200 && status < 300) return undefined;
    const { detail = `the server answered ${status}` } = receivedProblem(parsedJson(text)) ?? {};
    return detail.replace(/\.$/, '');
  } catch (error) {
    if (error instanceof NoAnswerError) return error.message;
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
