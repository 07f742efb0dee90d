import type { ListingProblem } from '../../listing/listing-problem.ts';

/** What went wrong with a request to a cluster's API. Decisions depend only on this. */
type ApiErrorKind =
  /** 401: the token or the certificate is not accepted. */
  | 'unauthorized'
  /** 403: it is accepted, and may not do this. */
  | 'forbidden'
  /** 404: the server does not have this API. */
  | 'not-found'
  /** 410: the requested version is too old. The list has to be read again. */
  | 'expired'
  /** 429. */
  | 'rate-limited'
  /** No connection, no name, no valid certificate, no complete answer in time, or 5xx after all retries. */
  | 'unreachable'
  /** The address guard refused the address. */
  | 'refused-address'
  /** Not what the API promises: a redirect, no JSON, another shape, too large. */
  | 'invalid-answer'
  /** No more requests may be sent. */
  | 'budget'
  /** The caller gave up, or the time limit of the whole listing passed. */
  | 'aborted';

/** A request to a cluster's API failed. `message` is the second half of a sentence, without text of the server. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly kind: ApiErrorKind;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(
    kind: ApiErrorKind,
    message: string,
    options: ErrorOptions & { retryAfter?: number | undefined } = {},
  ) {
    super(message, options);
    this.kind = kind;
    this.retryAfter = options.retryAfter;
  }
}

/** True if other requests to the same server will fail too. */
export function concernsServer(thrown: unknown): boolean {
  if (!(thrown instanceof ApiError)) return false;
  return !['forbidden', 'not-found', 'expired', 'invalid-answer'].includes(thrown.kind);
}

/** What a request was for, in words of the API: `list`, `pods`. */
interface Attempt {
  readonly host: string;
  readonly verb: 'list' | 'watch' | 'get';
  readonly resource: string;
  /** The path of the resource's API group and version; `undefined` for Argo CD, which has roles of its own. */
  readonly group: string | undefined;
  /** Empty for all namespaces; `undefined` for what is in none. */
  readonly namespace: string | undefined;
}

const CODE_OF: Readonly<Record<ApiErrorKind, ListingProblem['code']>> = {
  unauthorized: 'missing-right',
  forbidden: 'missing-right',
  'not-found': 'unsupported',
  expired: 'shorter-than-announced',
  'rate-limited': 'rate-limited',
  unreachable: 'unreachable',
  'refused-address': 'refused-address',
  'invalid-answer': 'invalid-answer',
  budget: 'budget',
  aborted: 'aborted',
};

/** The problem of a listing whose request failed. Rethrows other errors: those are bugs. */
export function problemOfApi(thrown: unknown, attempt: Attempt): ListingProblem {
  if (!(thrown instanceof ApiError)) throw thrown;
  const { kind, retryAfter } = thrown;
  const right = kind === 'forbidden' ? { right: `${attempt.verb} ${attempt.resource}` } : {};
  return {
    code: CODE_OF[kind],
    message: `${attempt.host}: ${sentence(thrown, attempt)}`,
    ...right,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

function sentence({ kind, message }: ApiError, attempt: Attempt): string {
  const { verb, resource, namespace } = attempt;
  const where =
    namespace === undefined ? '' : namespace === '' ? ' in all namespaces' : ` in namespace ${namespace}`;
  if (kind === 'forbidden') return `the account may not ${verb} ${resource}${where}: ${remedy(attempt)}`;
  return `could not ${verb} ${resource}${where}: ${message}`;
}

/** What gives an account the right that it lacks. Resources are named as kubectl does: `deployments.apps`. */
function remedy({ verb, resource, group, namespace }: Attempt): string {
  if (group === undefined) return `give its role in Argo CD the policy ${resource}, ${verb}`;
  const of = /^\/apis\/([^/]+)/.exec(group)?.[1];
  const role = namespace ? 'its Role there, or to its ClusterRole' : 'its ClusterRole';
  return `add ${verb} for ${of === undefined ? resource : `${resource}.${of}`} to ${role}`;
}
