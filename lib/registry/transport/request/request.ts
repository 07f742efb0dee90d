import type { RegistryOperation } from '../../errors.ts';
import type { Endpoint } from './endpoints.ts';
import type { Scope } from './token-scope.ts';

/** What a request is made for; every error of the request carries these fields. */
export interface RequestContext {
  /** Canonical name of the registry. */
  readonly host: string;
  readonly operation: RegistryOperation;
  /** The image or the content, fully qualified, without credentials. */
  readonly reference: string;
}

/** The resource that a request is about; requests are counted by it. */
export type RequestKind =
  | 'manifest'
  | 'blob'
  | 'tags'
  | 'referrers'
  | 'upload'
  | 'token'
  | 'ping'
  | 'listing';

/** HTTP methods of the distribution-spec. */
export type RequestMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Bytes, a stream that can be sent once, or a function that reopens the stream for each try. */
export type RequestBody = Uint8Array | AsyncIterable<Uint8Array> | (() => Promise<AsyncIterable<Uint8Array>>);

/** A request as a value: built purely, sent in one place. */
export interface RegistryRequest {
  readonly context: RequestContext;
  readonly endpoint: Endpoint;
  readonly kind: RequestKind;
  readonly method: RequestMethod;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  /** The scopes that a token for it needs. */
  readonly scopes: readonly Scope[];
  /** It only reads, although its method is POST: some APIs search, list and log in by POST. */
  readonly isSafe?: boolean;
  /** Statuses that the caller handles; all others become errors. */
  readonly expected: readonly number[];
  /** Sent without credentials, and a 401 is final: for URLs outside the registry. */
  readonly anonymous?: boolean;
  /** A redirect to another origin becomes an error of kind `unsupported`. */
  readonly stayOnOrigin?: boolean;
  /** Milliseconds in total, for large uploads; the client's default otherwise. */
  readonly deadlineMs?: number;
}

/** True for a request that may be repeated after any failure; a failed write may have succeeded. */
export function isRead(request: Pick<RegistryRequest, 'method' | 'isSafe'>): boolean {
  return request.isSafe === true || !hasContent(request);
}

/** True for a request with a method that carries content, which redirects must not take elsewhere. */
export function hasContent({ method }: Pick<RegistryRequest, 'method'>): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** True if the body, if there is one, can be sent again. */
export function isReplayable({ body }: Pick<RegistryRequest, 'body'>): boolean {
  return body === undefined || body instanceof Uint8Array || typeof body === 'function';
}

/** The URL `<endpoint>/v2/<prefix><repository>/<rest>`. The caller has checked the parts against their grammars. */
export function apiUrl(endpoint: Endpoint, repository: string, rest: string): URL {
  return new URL(`${endpoint.origin}/v2/${endpoint.prefix}${repository}/${rest}`);
}
