/** The meaning of a problem code. */
export interface ProblemKind {
  /** The HTTP status of its answer. */
  readonly status: number;
  /** The problem's `title`. */
  readonly title: string;
  /** What happened. */
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** The path of the pages that explain {@link PROBLEM_CODES}: a problem's `type` is `/problems/{code}`. */
export const PROBLEMS_PATH = '/problems';

/**
 * Every code of an error answer. To add one, add an entry here. The contract, the answers and the pages below
 * {@link PROBLEMS_PATH} derive from it; a test compares `docs/errors.md`.
 */
export const PROBLEM_CODES = {
  'invalid-request': {
    status: 400,
    title: 'The request is malformed',
    meaning: 'A field of the body or the query is missing, unknown or has a value that is not allowed.',
    remedy: '`field` names it and `detail` says what is allowed. `/api/v1/openapi.json` has the schema.',
  },
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    meaning: 'The body could not be parsed as JSON in UTF-8.',
    remedy: 'Send valid JSON, or no body where the operation has none.',
  },
  'invalid-reference': {
    status: 400,
    title: 'Not an image reference',
    meaning:
      'A reference does not follow the grammar `[registry/]repository[:tag][@digest]`. Nothing was tracked.',
    remedy: 'Correct it. In a list, `index` is its position, counted from 0.',
  },
  'invalid-filter': {
    status: 400,
    title: 'The filter is malformed',
    meaning: 'The filter has an unknown key, an unknown value or a part that cannot be read.',
    remedy: '`detail` names the part and lists what is allowed there.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor is malformed',
    meaning: 'This list did not return the cursor, or it had another sort order then.',
    remedy:
      'Use `nextCursor` of the page before, with the same filter and sort, or start again without a cursor.',
  },
  'invalid-time': {
    status: 400,
    title: 'The time is malformed',
    meaning: 'A time is not in ISO 8601, lies in the future, or is before the first scan.',
    remedy: 'Send a time such as `2026-01-31T12:00:00Z`. `field` names the parameter.',
  },
  'invalid-destination': {
    status: 400,
    title: 'The destination is not allowed',
    meaning: 'The address of a notification channel is malformed, or its host may not be reached.',
    remedy: 'Correct the address. The operator allows private hosts with `notifications.allowHosts`.',
  },
  'login-required': {
    status: 401,
    title: 'Not logged in',
    meaning: 'The request has no credentials, and this operation needs a login.',
    remedy: 'Log in, or send `Authorization: Bearer` with an API token or the server’s token.',
  },
  'wrong-token': {
    status: 401,
    title: 'The token is not valid',
    meaning: 'The token is neither the server’s own nor an API token that is still valid.',
    remedy: 'Create a new API token under Settings › Access, or check `BASEBOARD_TOKEN`.',
  },
  'not-permitted': {
    status: 403,
    title: 'Not allowed',
    meaning: 'Your role does not include what the request needs.',
    remedy: '`detail` names the missing permission. Ask an admin for a role that has it.',
  },
  'foreign-origin': {
    status: 403,
    title: 'Requests from other sites are refused',
    meaning: 'A page of another site sent the request, which could act in your name.',
    remedy:
      'Open Baseboard directly. Behind a proxy, set `BASEBOARD_PUBLIC_URL` to the address that people open.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    meaning: 'No image, scan, rebase, report or other object has this id, or the registry has no such image.',
    remedy:
      'Check the id or the reference. With `registry` in the answer, it is the registry that has no such image.',
  },
  'no-such-path': {
    status: 404,
    title: 'No such path',
    meaning: 'The API has no such path.',
    remedy: 'See `/api/v1/openapi.json` for all paths.',
  },
  'no-provider': {
    status: 404,
    title: 'No login provider',
    meaning: 'No OpenID provider is configured on this server.',
    remedy: 'Log in with the server’s token, or configure `oidc` in `baseboard.yaml`.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The path exists, but not for this method.',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  conflict: {
    status: 409,
    title: 'Something changed in the meantime',
    meaning:
      'A tag that the plan is for has moved, the plan has expired, its run is in another state, a filter selects another number of images than `expected`, or a source was listed or posted to since.',
    remedy: 'Plan or look again and review what is shown. Nothing was changed.',
  },
  'name-taken': {
    status: 409,
    title: 'The name is taken',
    meaning: 'Another notification channel, saved filter or source has this name.',
    remedy: 'Choose another name.',
  },
  'too-many-channels': {
    status: 409,
    title: 'Too many channels',
    meaning: 'The server keeps a limited number of notification channels.',
    remedy: 'Delete a channel that you no longer use.',
  },
  'too-many-filters': {
    status: 409,
    title: 'Too many saved filters',
    meaning: 'The server keeps a limited number of saved filters.',
    remedy: 'Delete a filter that you no longer use.',
  },
  'declared-in-file': {
    status: 409,
    title: 'The base is declared in baseboard.yaml',
    meaning: 'A pattern under `bases:` covers this image, and it takes precedence over what people declare.',
    remedy: 'Change or remove the entry in `baseboard.yaml`, and restart the server.',
  },
  'too-many-declared-bases': {
    status: 409,
    title: 'Too many declared bases',
    meaning: 'The server keeps a limited number of declared bases.',
    remedy: 'Remove a declaration that is no longer needed, or declare whole repositories under `bases:`.',
  },
  'source-in-file': {
    status: 409,
    title: 'The source is in baseboard.yaml',
    meaning: 'The source is listed under `sources:` in `baseboard.yaml`, and cannot be changed here.',
    remedy: 'Change or remove the entry in `baseboard.yaml`, and restart the server.',
  },
  'too-many-sources': {
    status: 409,
    title: 'Too many sources',
    meaning: 'The server keeps a limited number of sources.',
    remedy: 'Remove a source that you no longer use, or let one source list more repositories.',
  },
  sealed: {
    status: 409,
    title: 'A stored secret cannot be opened',
    meaning: 'The secret was encrypted with another `BASEBOARD_SECRET_KEY`.',
    remedy: 'Restore the key, or enter the secret again.',
  },
  'too-large': {
    status: 413,
    title: 'The body is too large',
    meaning: 'The body has more bytes than the operation accepts.',
    remedy: 'Send less at once: `detail` names the limit.',
  },
  'not-json': {
    status: 415,
    title: 'The body must be JSON',
    meaning: 'The body has another content type than `application/json`.',
    remedy: 'Send the header `content-type: application/json`.',
  },
  'wrong-host': {
    status: 421,
    title: 'The host name is not allowed',
    meaning:
      'A server without a login answers only requests for localhost, so that no other site can reach it through a name that it controls.',
    remedy: 'Open it as `localhost`, or set `BASEBOARD_TOKEN` or `oidc` and `BASEBOARD_PUBLIC_URL`.',
  },
  refused: {
    status: 422,
    title: 'The image cannot be rebased',
    meaning: 'A precondition does not hold. Nothing was pushed.',
    remedy: '`refusal.kind` says which one, `detail` why, and `refusal.instead` what to do instead.',
  },
  'not-comparable': {
    status: 422,
    title: 'The images cannot be compared',
    meaning: 'One of them is not a runnable image, or its documents are malformed.',
    remedy: '`detail` says which one and why. Compare images by references that `docker pull` accepts.',
  },
  'no-secret-key': {
    status: 422,
    title: 'No key to encrypt secrets',
    meaning: 'The channel or the source has a secret, and the server has no key to store it with.',
    remedy: 'Set `BASEBOARD_SECRET_KEY`. It is required with a `DATABASE_URL`.',
  },
  'registry-rate-limited': {
    status: 429,
    title: 'The registry limits requests',
    meaning: 'The registry answered that it received too many requests.',
    remedy: 'Wait as long as `Retry-After` says, or configure credentials that have a higher limit.',
  },
  'too-many-checks': {
    status: 429,
    title: 'Too many checks',
    meaning: 'Your account has checked many images that are not tracked in a short time.',
    remedy: 'Wait as long as `Retry-After` says, or ask for a role that can track images.',
  },
  'too-many-plans': {
    status: 429,
    title: 'Too many plans at once',
    meaning: 'The server is already computing as many plans as it allows at once.',
    remedy: 'Wait as long as `Retry-After` says, and plan again.',
  },
  'too-many-comparisons': {
    status: 429,
    title: 'Too many comparisons at once',
    meaning: 'The server is already comparing as many images as it allows at once.',
    remedy: 'Wait as long as `Retry-After` says, and compare again.',
  },
  'too-many-tries': {
    status: 429,
    title: 'Too many failed attempts',
    meaning: 'Too many wrong tokens came from this address.',
    remedy: 'Wait as long as `Retry-After` says.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    meaning: 'Baseboard failed. The answer has no details, because an error message may contain secrets.',
    remedy: 'Look for `requestId` in the log, and report it.',
  },
  'registry-failed': {
    status: 502,
    title: 'The registry failed',
    meaning: 'The registry could not be reached, refused the credentials, or sent an invalid answer.',
    remedy:
      '`registry` names the host, the operation and the error code. Settings › Registries shows its state.',
  },
  busy: {
    status: 503,
    title: 'The server is busy',
    meaning: 'Too many anonymous requests for reports, badges or feeds are being answered.',
    remedy: 'Wait as long as `Retry-After` says.',
  },
  'database-timeout': {
    status: 503,
    title: 'The database took too long',
    meaning: 'A query ran longer than the limit and was stopped.',
    remedy: 'Narrow the filter or the time span, and try again.',
  },
  'database-unreachable': {
    status: 503,
    title: 'The database cannot be reached',
    meaning: 'PostgreSQL does not answer. Baseboard keeps trying to connect.',
    remedy: 'Check the database and `DATABASE_URL`. `/readyz` answers 200 once it is back.',
  },
  'registry-timeout': {
    status: 504,
    title: 'The registry took too long',
    meaning: 'The registry did not answer in time.',
    remedy: 'Try again. Settings › Registries shows whether the host has answered since.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/** Whether a text is a code of {@link PROBLEM_CODES}. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEM_CODES, code);
}

/** The address of a code's page, relative to the server: a problem's `type` (RFC 9457 § 3.1.1). */
export function problemType(code: ProblemCode): string {
  return `${PROBLEMS_PATH}/${code}`;
}
