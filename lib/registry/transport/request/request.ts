import type { RegistryOperation } from '../../errors.ts';
import type { Endpoint } from './endpoints.ts';
import type { Scope } from './token-scope.ts';

/** Who asked for what: the facts every error of a request carries. */
export interface Ask {
  readonly host: string;
  readonly operation: RegistryOperation;
  /** Fully qualified, without credentials. */
  readonly reference: string;
}

/** What a request is about; request counts are kept by it. */
export type RequestKind = 'manifest' | 'blob' | 'tags' | 'referrers' | 'upload' | 'token' | 'ping';

export type RequestMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Bytes, a stream that can be sent once, or a function that reopens the stream for each try. */
export type RequestBody = Uint8Array | AsyncIterable<Uint8Array> | OpenBody;
export type OpenBody = () => Promise<AsyncIterable<Uint8Array>>;

/** A request as a value: built purely, sent in one place. */
export interface RegistryRequest {
  readonly ask: Ask;
  readonly endpoint: Endpoint;
  readonly kind: RequestKind;
  readonly method: RequestMethod;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  /** What a token must allow. */
  readonly scopes: readonly Scope[];
  /** Statuses that are handed to the caller; all others become errors. */
  readonly expected: readonly number[];
  /** Sent without credentials, and a 401 is final: the URL is not the registry's own. */
  readonly anonymous?: boolean;
  /** A redirect to another origin is an error of kind `unsupported` instead of being followed. */
  readonly stayOnOrigin?: boolean;
  /** Milliseconds in all, where it is not the client's default: large uploads. */
  readonly deadlineMs?: number;
}

/** Reads may be repeated after any failure. Writes may not: they may have been done. */
export function isRead(request: RegistryRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/** True where the body, if there is one, can be sent again. */
export function isReplayable({ body }: Pick<RegistryRequest, 'body'>): boolean {
  return body === undefined || body instanceof Uint8Array || typeof body === 'function';
}

/** `<endpoint>/v2/<prefix><repository>/<rest>`; the parts are checked against their grammars before. */
export function apiUrl(endpoint: Endpoint, repository: string, rest: string): URL {
  return new URL(`${endpoint.origin}/v2/${endpoint.prefix}${repository}/${rest}`);
}
