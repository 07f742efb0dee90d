import { type Audience, belongsTo, type Caller, permissionsOf, whyNot } from '#lib/access/roles.ts';
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

/** The access decision: who calls, or the problem to answer. */
export type Admission =
  | { readonly caller: Caller; readonly refusal?: undefined }
  | { readonly caller?: undefined; readonly refusal: ProblemBody };

/** Who calls a route that asks nobody who they are. */
const NOBODY: Caller = { name: 'anyone', role: 'viewer', permissions: [], via: 'local' };
/** Who holds the server's own token, or sits at the machine of a server that has none. */
const OPERATOR = { name: 'operator', role: 'admin', permissions: permissionsOf('admin') } as const;

/**
 * The one access decision, made in every handler. In order: the Host a local server may be called by (against DNS
 * rebinding), the origin of writes (against cross-site requests), who it is, and whether they may.
 */
export async function admit(
  request: AccessRequest,
  audience: Audience,
  policy: AccessPolicy,
  now: Date,
): Promise<Admission> {
  const refusal = refuseHost(request, policy) ?? refuseOrigin(request);
  if (refusal !== undefined) return { refusal };
  if (audience === 'anyone') return { caller: NOBODY };
  const stranger = refuseStranger(request, policy, now);
  if (stranger !== undefined) return { refusal: stranger };
  const caller: Caller = { ...OPERATOR, via: policy.token === undefined ? 'local' : 'token' };
  if (audience === 'someone' || belongsTo(audience, caller)) return { caller };
  return { refusal: problem(403, 'not-permitted', whyNot(audience, caller)) };
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
