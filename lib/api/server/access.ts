import { type ProblemBody, problem } from './problem.ts';
import { isSession, sameSecret } from './session.ts';

/** What the access layer must know of the configuration. */
export interface AccessPolicy {
  /** `BASEBOARD_TOKEN`; without one the local person is the operator. */
  readonly token: string | undefined;
  /** The host the server listens on. */
  readonly host: string;
}

/** What the access layer looks at of a request; header names in lower case. */
export interface AccessRequest {
  readonly method: string;
  readonly header: (name: string) => string | null;
}

export const SESSION_COOKIE = 'baseboard_session';
/** Browsers keep `__Host-` cookies to https, this host and the path `/`. */
export const SECURE_SESSION_COOKIE = `__Host-${SESSION_COOKIE}`;

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The one access decision, made in every handler: `undefined` lets the request pass, else the problem to
 * answer. In order: the Host a local server may be called by (against DNS rebinding), the origin of writes
 * (against cross-site requests), then who it is.
 */
export function refuseAccess(
  request: AccessRequest,
  policy: AccessPolicy,
  now: Date,
): ProblemBody | undefined {
  return refuseHost(request, policy) ?? refuseOrigin(request) ?? refuseStranger(request, policy, now);
}

/**
 * Without a token, whoever reaches the socket is the operator. A hostile page can make its own name resolve
 * to 127.0.0.1, and its requests are then same-origin to the browser: only the Host header tells.
 */
export function refuseHost(request: AccessRequest, policy: AccessPolicy): ProblemBody | undefined {
  if (policy.token !== undefined) return undefined;
  const host = hostName(request.header('host') ?? '');
  if (LOOPBACK_HOSTS.has(host) || host === bracketed(policy.host)) return undefined;
  return problem(
    421,
    'wrong-host',
    'This server answers to localhost alone. Set BASEBOARD_TOKEN to serve it under another name.',
  );
}

/** Refuses writes that another site's page sent; clients that are no browsers send neither header. */
export function refuseOrigin(request: AccessRequest): ProblemBody | undefined {
  if (SAFE_METHODS.has(request.method)) return undefined;
  const site = request.header('sec-fetch-site');
  const origin = request.header('origin');
  const foreignSite = site !== null && site !== 'same-origin' && site !== 'none';
  const foreignOrigin =
    origin !== null && originHost(origin) !== (request.header('host') ?? '').toLowerCase();
  if (!foreignSite && !foreignOrigin) return undefined;
  return problem(
    403,
    'foreign-origin',
    'Writes are taken from Baseboard’s own pages or from clients without an Origin.',
  );
}

/** Refuses who has neither the bearer token nor a session, where a token is configured. */
export function refuseStranger(
  request: AccessRequest,
  policy: AccessPolicy,
  now: Date,
): ProblemBody | undefined {
  if (policy.token === undefined) return undefined;
  const bearer = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    if (sameSecret(bearer, policy.token)) return undefined;
    return problem(401, 'wrong-token', 'The bearer token is not this server’s BASEBOARD_TOKEN.');
  }
  const cookies = parseCookies(request.header('cookie') ?? '');
  const session = cookies.get(SECURE_SESSION_COOKIE) ?? cookies.get(SESSION_COOKIE);
  if (session !== undefined && isSession(session, policy.token, now)) return undefined;
  return problem(401, 'login-required', 'Log in, or send the token as Authorization: Bearer …');
}

function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host.toLowerCase();
}

function originHost(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase();
}

function parseCookies(header: string): Map<string, string> {
  const pairs = header.split(';').flatMap((part): [string, string][] => {
    const equals = part.indexOf('=');
    return equals < 0 ? [] : [[part.slice(0, equals).trim(), part.slice(equals + 1).trim()]];
  });
  return new Map(pairs);
}
