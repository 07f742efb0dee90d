import { createHash } from 'node:crypto';

/** The validators of a response (RFC 9110 § 8.8). */
export interface Validators {
  readonly etag: string;
  readonly lastModified?: Date | undefined;
}

/** The strong entity tag of a text; equal texts have equal tags in every process. */
export function entityTag(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/** The response headers of these validators. */
export function validatorHeaders({ etag, lastModified }: Validators): Record<string, string> {
  return { etag, ...(lastModified === undefined ? {} : { 'last-modified': lastModified.toUTCString() }) };
}

/**
 * Whether the client of a conditional request has this version already (RFC 9110 § 13.2.2). `If-None-Match` takes
 * precedence over `If-Modified-Since`, which has a precision of one second.
 */
export function isNotModified(headers: Headers, { etag, lastModified }: Validators): boolean {
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== null) {
    return ifNoneMatch
      .split(',')
      .map((each) => each.trim().replace(/^W\//, ''))
      .some((each) => each === '*' || each === etag);
  }
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  if (Number.isNaN(since) || lastModified === undefined) return false;
  return Math.floor(lastModified.getTime() / 1000) <= Math.floor(since / 1000);
}
