import { z } from 'zod';
import { parseStrictJson } from '#lib/oci/json/strict-json.ts';
import type { RequestMethod } from '../request/request.ts';
import { formatScope, type Scope } from '../request/token-scope.ts';
import { basicHeader, type Credential } from './credential.ts';

/** What to request a token for. */
interface TokenDemand {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scopes: readonly Scope[];
  readonly credential: Credential | undefined;
}

/** A request to a token server, as a value. */
export interface TokenRequest {
  readonly method: RequestMethod;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** A Bearer token and its lifetime in seconds from now. */
interface IssuedToken {
  readonly token: string;
  readonly expiresIn: number;
}

const CLIENT_ID = 'baseboard';
const DEFAULT_EXPIRY = 60;
const MAX_EXPIRY = 24 * 60 * 60;

/**
 * The token requests to send, in order; the second one only if the first is answered with 404 or 405. Identity tokens go
 * by POST and then GET, everything else by GET and, with a password, then POST (Distribution, token and OAuth2 specs).
 */
export function tokenRequests(demand: TokenDemand): TokenRequest[] {
  const { credential } = demand;
  if (credential?.type === 'identity-token') return [postRequest(demand), getRequest(demand)].flat();
  return [getRequest(demand), postRequest(demand)].flat();
}

function getRequest({ realm, service, scopes, credential }: TokenDemand): TokenRequest {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', formatScope(scope));
  const headers: Record<string, string> = { accept: 'application/json' };
  if (credential?.type === 'password') {
    headers.authorization = basicHeader(credential.username, credential.password);
  } else if (credential?.type === 'identity-token') {
    headers.authorization = basicHeader(credential.username ?? '<token>', credential.token);
  }
  return { method: 'GET', url, headers };
}

function postRequest({ realm, service, scopes, credential }: TokenDemand): TokenRequest[] {
  if (credential?.type !== 'password' && credential?.type !== 'identity-token') return [];
  const form = new URLSearchParams({ client_id: CLIENT_ID });
  if (service !== undefined) form.set('service', service);
  if (scopes.length > 0) form.set('scope', scopes.map(formatScope).join(' '));
  if (credential.type === 'identity-token') {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', credential.token);
  } else {
    form.set('grant_type', 'password');
    form.set('username', credential.username);
    form.set('password', credential.password);
  }
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
  return [{ method: 'POST', url: new URL(realm), headers, body: new TextEncoder().encode(form.toString()) }];
}

const answerSchema = z.looseObject({
  token: z.string().nullish(),
  access_token: z.string().nullish(),
  expires_in: z.number().nullish().catch(undefined),
});

/** Parses a token server's answer; `undefined` if it has no token that is valid in a header. */
export function parseTokenAnswer(bytes: Uint8Array): IssuedToken | undefined {
  let json: unknown;
  try {
    json = parseStrictJson(bytes, { maxBytes: 1024 * 1024, maxDepth: 16, maxValues: 10_000 });
  } catch {
    return undefined;
  }
  const parsed = answerSchema.safeParse(json);
  const token = parsed.data?.token || parsed.data?.access_token;
  if (!token || !isHeaderToken(token)) return undefined;
  const expiry = parsed.data?.expires_in ?? DEFAULT_EXPIRY;
  return { token, expiresIn: Math.min(Math.max(expiry, 0), MAX_EXPIRY) };
}

/** True for a token that is valid in a header: visible ASCII of limited length. */
export function isHeaderToken(token: string): boolean {
  return token.length <= 12_000 && /^[\x21-\x7e]+$/.test(token);
}
