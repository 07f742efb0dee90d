import { createRemoteJWKSet } from 'jose';
import type { GoogleKeys } from '#lib/hooks/authentication/google-token.ts';

/** Where Google publishes the keys of its identity tokens: `jwks_uri` of accounts.google.com's discovery document. */
const KEYS_URL = 'https://www.googleapis.com/oauth2/v3/certs';
const TIMEOUT_MS = 5000;

/** Google's keys, fetched when the first token comes, and again when a token names another key. */
export function createGoogleKeys(): GoogleKeys {
  return createRemoteJWKSet(new URL(KEYS_URL), { timeoutDuration: TIMEOUT_MS });
}
