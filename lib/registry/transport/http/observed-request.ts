import type { RegistryOperation } from '../../errors.ts';
import type { RequestKind, RequestMethod } from '../request/request.ts';

/** One HTTP request that was really sent, told when its head arrived or it failed. */
export interface ObservedRequest {
  /** The registry on whose behalf it was sent, also for tokens and redirects. */
  readonly host: string;
  readonly operation: RegistryOperation;
  readonly kind: RequestKind;
  readonly method: RequestMethod;
  /** Missing where no answer came. */
  readonly status: number | undefined;
  /** Milliseconds until the head arrived or the request failed. */
  readonly ms: number;
}

export type Observe = (request: ObservedRequest) => void;

/** What a registry says of its request limits (`ratelimit-limit: 100;w=21600`). */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  /** Length of the window in seconds, where it is told. */
  readonly windowSeconds: number | undefined;
  /** When it was told, in milliseconds since the epoch. */
  readonly at: number;
}

/** Text of a `Warning: 299` header (distribution-spec § Warnings): to show, never to act on. */
export interface RegistryWarning {
  readonly host: string;
  readonly text: string;
}

/** Reads the rate-limit headers; `undefined` where there are none, which means no limit. */
export function parseRateLimit(
  limit: string | undefined,
  remaining: string | undefined,
  now: number,
): RateLimit | undefined {
  const allowed = /^\s*(\d{1,12})/.exec(limit ?? '')?.[1];
  const left = /^\s*(\d{1,12})/.exec(remaining ?? '')?.[1];
  if (allowed === undefined || left === undefined) return undefined;
  const window = /;\s*w=(\d{1,9})/.exec(limit ?? '')?.[1];
  return {
    limit: Number(allowed),
    remaining: Number(left),
    windowSeconds: window === undefined ? undefined : Number(window),
    at: now,
  };
}

/** The texts of 299 warnings in a header's values, escapes undone, control characters out, ≤500 characters. */
export function parseWarnings(values: readonly string[]): string[] {
  const texts: string[] = [];
  for (const value of values) {
    for (const [, quoted = ''] of value.matchAll(/(?:^|,)\s*299\s+\S+\s+"((?:[^"\\]|\\.)*)"/g)) {
      const text = quoted.replace(/\\(.)/g, '$1').replace(/\p{Cc}/gu, ' ');
      texts.push(text.slice(0, 500));
    }
  }
  return texts;
}
