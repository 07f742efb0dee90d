/** What kind of trouble it is, independent of the registry's spelling. Decisions look at this alone. */
export const REGISTRY_ERROR_KIND = [
  /** 404 on what was asked, by a registry that would show it if it existed. */
  'not-found',
  /** 401/403 after credentials or an anonymous token, or a 404 that may hide a private repository (its status is 404). */
  'not-visible',
  /** 429. */
  'rate-limited',
  /** Connection refused, reset, DNS failure, TLS failure, 5xx after the retries. */
  'unreachable',
  /** The total deadline passed. */
  'timeout',
  /** The caller's signal. */
  'aborted',
  /** The guard refused an address, a scheme, a redirect, a realm, a Link or a Location. */
  'forbidden-address',
  /** The answer breaks the protocol: wrong digest, wrong type, too large, no JSON, truncated, endless pages. */
  'invalid-response',
  /** 412, or a tag that cannot be overwritten. */
  'conflict',
  /** 400/405/415 and other 4xx: the registry does not do this. */
  'unsupported',
] as const;
export type RegistryErrorKind = (typeof REGISTRY_ERROR_KIND)[number];

/** The method of {@link RegistryReader} or {@link RegistryWriter} that failed, or `authenticate`. */
export const REGISTRY_OPERATION = [
  'resolve',
  'get-manifest',
  'get-blob',
  'head-blob',
  'list-tags',
  'list-referrers',
  'put-manifest',
  'put-blob',
  'mount-blob',
  'delete-manifest',
  'authenticate',
] as const;
export type RegistryOperation = (typeof REGISTRY_OPERATION)[number];

export interface RegistryErrorFacts {
  readonly kind: RegistryErrorKind;
  /** Host and port of the registry that was asked. */
  readonly host: string;
  readonly operation: RegistryOperation;
  /** What was asked for, fully qualified, without credentials. */
  readonly reference: string;
  /** The distribution-spec's error code where the registry sent one, else one of ours in the same style. */
  readonly code: string;
  /** A sentence's second half, safe to show: never upstream text, never a credential. */
  readonly problem: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfter?: number;
}

/** A registry did not do what was asked. The message names host, operation and reference; see {@link RegistryErrorFacts}. */
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
