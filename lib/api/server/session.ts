import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const LIFETIME_SECONDS = 12 * 60 * 60;

/** A session cookie's value for who knows the token; it holds no secret and ends by itself after 12 h. */
export function issueSession(token: string, now: Date): { value: string; maxAge: number } {
  const expires = Math.floor(now.getTime() / 1000) + LIFETIME_SECONDS;
  return { value: `v1.${expires}.${sign(token, expires)}`, maxAge: LIFETIME_SECONDS };
}

/** True for an unexpired value issued under the same token; changing the token ends every session. */
export function isSession(value: string, token: string, now: Date): boolean {
  const match = /^v1\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/.exec(value);
  if (!match?.[1] || !match[2]) return false;
  const expires = Number(match[1]);
  if (expires * 1000 <= now.getTime()) return false;
  return timingSafeEqual(Buffer.from(match[2]), Buffer.from(sign(token, expires)));
}

/** Compares secrets in time that does not depend on where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'baseboard.compare').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function sign(token: string, expires: number): string {
  const key = Buffer.from(hkdfSync('sha256', token, 'baseboard', 'session', 32));
  return createHmac('sha256', key).update(`v1.${expires}`).digest('base64url');
}
