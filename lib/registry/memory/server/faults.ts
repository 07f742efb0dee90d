/** A way to misbehave. Times are in milliseconds. */
export type Fault =
  /** 429, optionally with `Retry-After` (seconds or an HTTP date). */
  | { readonly kind: 'rate-limited'; readonly retryAfter?: string }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is cut before any answer. */
  | { readonly kind: 'reset' }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  /** The answer after a delay. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** One byte at a time, `ms` apart. */
  | { readonly kind: 'drip'; readonly ms: number }
  /** The body ends early, and the connection with it. */
  | { readonly kind: 'truncate' }
  /** A `Content-Length` larger than the body. */
  | { readonly kind: 'wrong-length' }
  /** Another body under the same digest. */
  | { readonly kind: 'wrong-body' }
  /** A `Docker-Content-Digest` that is not the body's. */
  | { readonly kind: 'wrong-digest-header' }
  | { readonly kind: 'wrong-type'; readonly type: string }
  /** `Content-Encoding: gzip` on bytes that are not. */
  | { readonly kind: 'claims-gzip' }
  /** 307 to another place. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** The `Link` of a page points here. */
  | { readonly kind: 'link'; readonly target: string }
  /** The `Location` of an upload points here. */
  | { readonly kind: 'location'; readonly target: string }
  /** 201 to a push that stores nothing. */
  | { readonly kind: 'forgetful' }
  /** Tokens are refused from now on. */
  | { readonly kind: 'token-expired' };

/** The requests that get a fault: all that match, or `times` of them, after the first `after`. */
export interface FaultRule {
  readonly fault: Fault;
  readonly method?: string;
  /** Matched against the path with its query. */
  readonly path?: RegExp;
  readonly times?: number;
  readonly after?: number;
}

/** Faults that can be added and removed while a registry serves. */
export class Faults {
  #rules: { rule: FaultRule; left: number; passing: number }[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({
      rule,
      left: rule.times ?? Number.POSITIVE_INFINITY,
      passing: rule.after ?? 0,
    });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault for this request, which counts as used; `undefined` if there is none. */
  meet(method: string, path: string): Fault | undefined {
    const met = this.#rules.find(
      ({ rule, left }) =>
        left > 0 && (rule.method ?? method) === method && (rule.path === undefined || rule.path.test(path)),
    );
    if (met === undefined) return undefined;
    if (met.passing > 0) {
      met.passing -= 1;
      return undefined;
    }
    met.left -= 1;
    return met.rule.fault;
  }
}
