/** What went wrong, whatever the registry calls it. Decisions depend only on this. */
export type RegistryErrorKind =
  /** 404 by a registry that would show the content if it existed. */
  | 'not-found'
  /** 401/403 after credentials or an anonymous token, or a 404 that may hide a private repository (its status is 404). */
  | 'not-visible'
  /** 429. */
  | 'rate-limited'
  /** Connection refused or reset, DNS failure, TLS failure, or 5xx after all retries. */
  | 'unreachable'
  /** The total deadline passed. */
  | 'timeout'
  /** The caller's signal aborted. */
  | 'aborted'
  /** The address guard refused an address, a scheme, a redirect, a realm, a Link or a Location. */
  | 'forbidden-address'
  /** The answer violates the protocol: wrong digest, wrong type, too large, no JSON, truncated, endless pages. */
  | 'invalid-response'
  /** 409 or 412, or a tag that cannot be overwritten. */
  | 'conflict'
  /** 400, 405, 415 and other 4xx: the registry does not support this. */
  | 'unsupported';

/** The operations of registry readers and writers, and `authenticate` for a token request. */
export const REGISTRY_OPERATION = [
  'resolve',
  'get-manifest',
  'get-blob',
  'head-blob',
  'list-repositories',
  'list-tags',
  'list-referrers',
  // Of git hosts, whose files name images.
  'list-files',
  'get-file',
  'put-manifest',
  'put-blob',
  'mount-blob',
  'delete-manifest',
  'authenticate',
] as const;
/** One of {@link REGISTRY_OPERATION}. */
export type RegistryOperation = (typeof REGISTRY_OPERATION)[number];

/** A pause that a registry wants by `Retry-After` is no longer than this, in seconds: then it is asked again. */
export const MAX_WANTED_SECONDS = 3600;

/** The fields of a {@link RegistryError}. */
export interface RegistryErrorFacts {
  readonly kind: RegistryErrorKind;
  /** Host and port of the registry. */
  readonly host: string;
  readonly operation: RegistryOperation;
  /** The image or the content, fully qualified, without credentials. */
  readonly reference: string;
  /** The distribution-spec's error code if the registry sent one, otherwise one of ours in the same style. */
  readonly code: string;
  /** The second half of a sentence, safe to show: never text of the registry, never a credential. */
  readonly problem: string;
  /** HTTP status, if there was an answer. */
  readonly status?: number;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfter?: number;
}

/** An operation on a registry failed. The message names the host, the operation and the reference. */
export class RegistryError extends Error implements RegistryErrorFacts {
  override name = 'RegistryError';
  readonly kind: RegistryErrorKind;
  readonly host: string;
  readonly operation: RegistryOperation;
  readonly reference: string;
  readonly code: string;
  readonly problem: string;
  readonly status?: number;
  readonly retryAfter?: number;

  constructor(facts: RegistryErrorFacts, options?: ErrorOptions) {
    super(`${facts.host}: ${facts.operation} of ${facts.reference} failed: ${facts.problem}`, options);
    this.kind = facts.kind;
    this.host = facts.host;
    this.operation = facts.operation;
    this.reference = facts.reference;
    this.code = facts.code;
    this.problem = facts.problem;
    if (facts.status !== undefined) this.status = facts.status;
    if (facts.retryAfter !== undefined) this.retryAfter = facts.retryAfter;
  }
}

/** Whether an error says that the registry does not have what was requested. */
export function isAbsent(error: unknown): error is RegistryError {
  return error instanceof RegistryError && error.kind === 'not-found';
}

/** For `catch`: `undefined` if the registry does not have what was requested. Rethrows every other error. */
export function undefinedIfAbsent(error: unknown): undefined {
  if (isAbsent(error)) return undefined;
  throw error;
}
