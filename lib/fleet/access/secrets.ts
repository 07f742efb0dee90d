import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What every API token begins with, so that scanners for leaked secrets find it. */
const API_TOKEN_PREFIX = 'bb_';
const HINT_LENGTH = API_TOKEN_PREFIX.length + 5;

/** 256 random bits as text; nobody guesses them, so a plain hash of them can be stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A new API token, and its first characters, by which people recognise it. */
export function newApiToken(): { token: string; hint: string } {
  const token = API_TOKEN_PREFIX + newSecret();
  return { token, hint: token.slice(0, HINT_LENGTH) };
}

/** SHA-256 in hex: what is stored of a secret of {@link newSecret}. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * What is stored of a session by the server's token: it takes both to make, so changing the token ends every such
 * session, and the database holds nothing that the token could be guessed from.
 */
export function hashUnder(token: string, secret: string): string {
  return createHmac('sha256', keyFrom(token, 'session')).update(secret).digest('hex');
}

/** A key of 256 bits for one purpose, derived from a configured secret (RFC 5869). */
export function keyFrom(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'baseboard', purpose, 32));
}

/** Compares secrets in time that does not depend on where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'baseboard.compare').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Fewer random characters than this can be guessed by someone who may try for long. */
const UNGUESSABLE_LENGTH = 24;

/** True if a secret that a person chose is short enough to be guessed; `openssl rand -hex 32` is not. */
export function isGuessable(secret: string): boolean {
  return secret.length < UNGUESSABLE_LENGTH;
}
