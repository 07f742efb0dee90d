import type { RegistryError } from '../../errors.ts';
import { parseRetryAfter } from '../limits/retry-delay.ts';
import type { RequestContext } from '../request/request.ts';
import { fail } from './request-error.ts';
import { readBody } from './response-body.ts';
import type { Answer } from './sender.ts';
import { writeRefusal } from './write-refusal.ts';

/** The distribution-spec's error codes (§ Error codes): nothing else of an error body is passed on. */
const KNOWN_CODES = new Set([
  'BLOB_UNKNOWN',
  'BLOB_UPLOAD_INVALID',
  'BLOB_UPLOAD_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
  'MANIFEST_UNKNOWN',
  'NAME_INVALID',
  'NAME_UNKNOWN',
  'SIZE_INVALID',
  'TAG_INVALID',
  'UNAUTHORIZED',
  'DENIED',
  'UNSUPPORTED',
  'TOOMANYREQUESTS',
]);
const MAX_ERROR_BODY = 1024 * 1024;
/** Characters of an error body that are searched. */
const MAX_SAID = 16 * 1024;

/** The error of an answer with an unexpected status; `now` in milliseconds since the epoch. Never shows text of the body. */
export async function statusError(
  context: RequestContext,
  answer: Answer,
  now: number,
): Promise<RegistryError> {
  const { status } = answer;
  const { code, said } = await errorBody(answer);
  const retryAfter = parseRetryAfter(answer.header('retry-after'), now);
  const because = (kind: RegistryError['kind'], ours: string, problem: string) =>
    fail(context, kind, code ?? ours, problem, { status, retryAfter });

  const refusal = writeRefusal(context.operation, status, code, said);
  if (refusal) return fail(context, refusal.kind, refusal.code, refusal.problem, { status, retryAfter });

  if (status === 401 || status === 403) {
    return because(
      'not-visible',
      'DENIED',
      `it is not visible with the available credentials (HTTP ${status})`,
    );
  }
  if (status === 404) {
    return because('not-found', unknownCode(context), 'it does not exist there (HTTP 404)');
  }
  if (status === 429) {
    const wait = retryAfter === undefined ? '' : `; it asks to wait ${retryAfter} s`;
    return because('rate-limited', 'TOOMANYREQUESTS', `the registry limits requests (HTTP 429)${wait}`);
  }
  if (status === 409 || status === 412) {
    return because(
      'conflict',
      'PRECONDITION_FAILED',
      `the target has changed, or must not be changed (HTTP ${status})`,
    );
  }
  if (status === 408 || (status >= 500 && status !== 501)) {
    return because(
      'unreachable',
      'SERVER_ERROR',
      `the registry answered with a server error (HTTP ${status})`,
    );
  }
  if (status >= 400) {
    const said = code === undefined ? '' : `, ${code}`;
    return because(
      'unsupported',
      'UNSUPPORTED',
      `the registry does not support this (HTTP ${status}${said})`,
    );
  }
  return because(
    'invalid-response',
    'UNEXPECTED_STATUS',
    `the registry answered with an unexpected HTTP ${status}`,
  );
}

/** The code of a 404 without one: a HEAD has no body. */
function unknownCode({ operation }: RequestContext): string {
  if (operation === 'get-blob' || operation === 'head-blob') return 'BLOB_UNKNOWN';
  return operation === 'list-tags' ? 'NAME_UNKNOWN' : 'MANIFEST_UNKNOWN';
}

interface ErrorBody {
  /** The first error's code, if it is a known one. */
  readonly code: string | undefined;
  /** The start of the body in lower case, to recognise its meaning; never shown. */
  readonly said: string;
}

async function errorBody(answer: Answer): Promise<ErrorBody> {
  try {
    const text = new TextDecoder().decode(await readBody(answer, MAX_ERROR_BODY));
    return { code: knownCode(text), said: text.slice(0, MAX_SAID).toLowerCase() };
  } catch {
    // The body may be too large or cut off; the status is enough.
    return { code: undefined, said: '' };
  }
}

function knownCode(text: string): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) {
    return undefined;
  }
  const first: unknown = body.errors[0];
  if (typeof first !== 'object' || first === null || !('code' in first)) return undefined;
  return typeof first.code === 'string' && KNOWN_CODES.has(first.code) ? first.code : undefined;
}
