/** What a code of a problem means, and the HTTP status that it always comes with. */
interface ProblemEntry {
  readonly status: number;
  /** Completes "The request failed because …". */
  readonly because: string;
}

/** Every `code` of an error answer. Codes are stable; their words are not. */
export const PROBLEMS = {
  'invalid-request': { status: 400, because: 'a field is missing or malformed; `field` names it' },
  'invalid-reference': { status: 400, because: 'an image reference is malformed' },
  'invalid-filter': { status: 400, because: 'the filter is malformed' },
  'invalid-cursor': { status: 400, because: 'the cursor is not one of this list' },
  'invalid-time': { status: 400, because: 'a time is malformed or out of range' },
  'invalid-destination': { status: 400, because: 'a channel cannot send to this destination' },
  'malformed-json': { status: 400, because: 'the body is not valid JSON' },
  'login-required': { status: 401, because: 'it needs a login or a token' },
  'wrong-token': { status: 401, because: 'the token is not valid' },
  'not-permitted': { status: 403, because: 'the caller lacks a permission' },
  'foreign-origin': { status: 403, because: 'a page of another site sent it' },
  'not-found': { status: 404, because: 'there is no such thing' },
  'no-such-path': { status: 404, because: 'the API has no such path' },
  'no-provider': { status: 404, because: 'no login provider is configured' },
  'method-not-allowed': {
    status: 405,
    because: 'the path does not offer this method; `Allow` lists those it does',
  },
  conflict: { status: 409, because: 'a tag has moved, or is being moved' },
  sealed: { status: 409, because: 'a secret was sealed with another key' },
  'name-taken': { status: 409, because: 'another channel has this name' },
  'too-many-channels': { status: 409, because: 'there are as many channels as are allowed' },
  'too-large': { status: 413, because: 'the body is too large' },
  'not-json': { status: 415, because: 'the body is not sent as JSON' },
  'wrong-host': { status: 421, because: 'the server is not served under this name' },
  refused: { status: 422, because: 'the image cannot be rebased; `refusal` says why' },
  'no-secret-key': { status: 422, because: 'secrets cannot be stored without BASEBOARD_SECRET_KEY' },
  'too-many-checks': { status: 429, because: 'the caller makes too many requests to registries' },
  'too-many-plans': { status: 429, because: 'too many plans are being made' },
  'too-many-tries': { status: 429, because: 'too many login attempts failed' },
  'registry-rate-limited': { status: 429, because: 'the registry limits the rate of requests' },
  internal: { status: 500, because: 'of a fault in Baseboard; the log has it under `requestId`' },
  'registry-failed': { status: 502, because: 'the registry failed' },
  busy: { status: 503, because: 'too many requests are waiting' },
  'database-unreachable': { status: 503, because: 'the database is unreachable' },
  'database-timeout': { status: 503, because: 'the database took too long to answer' },
  'registry-timeout': { status: 504, because: 'the registry took too long to answer' },
} as const satisfies Readonly<Record<string, ProblemEntry>>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODE = Object.keys(PROBLEMS) as readonly ProblemCode[];

/** Codes of failures that never reached the API, as pages show them. */
export const PAGE_PROBLEM_CODE = ['unreachable', 'unexpected-answer', 'page-failed'] as const;
export type PageProblemCode = (typeof PAGE_PROBLEM_CODE)[number];
