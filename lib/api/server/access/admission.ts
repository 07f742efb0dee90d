import { isLoopbackHost } from '#lib/access/loopback.ts';
import { type Audience, belongsTo, type Caller, whyNot } from '#lib/access/roles.ts';
import type { AccessRefusal } from '#lib/fleet/access/audit-log.ts';
import { type ProblemBody, problem } from '../http/problem.ts';
import { type AttemptLimit, addressKey } from '../limits/login-attempt-limit.ts';
import { readCookie, SESSION_COOKIE } from './cookies.ts';

/** What the access decision depends on. */
export interface AccessPolicy {
  /** True if no login is configured: then everyone who can connect is the operator. */
  readonly open: boolean;
  /** The host the server listens on. */
  readonly host: string;
  /** The configured public URL. */
  readonly publicUrl: string | undefined;
  /** Whether a bearer token is the server's own. */
  isToken(bearer: string): boolean;
  /** Whether the server's token is short enough to be guessed. */
  readonly guessable: boolean;
  /** The caller of an API token; undefined if it is not valid. */
  callerOfApiToken(bearer: string): Promise<Caller | undefined>;
  /** The caller of a session cookie; undefined if it is not valid. */
  callerOfSession(value: string): Promise<Caller | undefined>;
  operator(via: 'local' | 'token'): Caller;
  readonly wrongTokens: AttemptLimit;
  /** Called with refusals for the audit log. */
  refused(refusal: AccessRefusal): void;
}

/** The parts of a request that decide about access; header names are in lower case. */
export interface AccessRequest {
  readonly method: string;
  readonly header: (name: string) => string | null;
  /** The peer address of its connection. */
  readonly address: string | null;
}

/** The access decision: the caller, or the problem to answer with. */
export type Admission =
  | { readonly caller: Caller; readonly refusal?: undefined }
  | { readonly caller?: undefined; readonly refusal: ProblemBody };

/** The caller of a route that needs no login. */
const NOBODY: Caller = {
  name: 'anyone',
  role: 'viewer',
  permissions: [],
  via: 'local',
  account: 'nobody',
  sessionId: null,
};

/**
 * Which reads from other sites' pages a route accepts; writes are always rejected. `any`: badges, feeds and shared
 * reports are meant for other sites. `navigation`: other sites may link here, but not embed. `never`: the read has an
 * effect, such as a request to a registry.
 */
export type CrossSite = 'any' | 'navigation' | 'never';

const API_TOKEN = /^bb_[A-Za-z0-9_-]{43}$/;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Decides about access, for every route and page. It checks, in this order: the `Host` of a server without login
 * (against DNS rebinding), the origin (against cross-site requests), who the caller is, and their permission.
 */
export async function admit(
  request: AccessRequest,
  audience: Audience,
  policy: AccessPolicy,
  crossSite: CrossSite = 'any',
): Promise<Admission> {
  const refusal = refuseHost(request, policy) ?? refuseOrigin(request, policy, crossSite);
  if (refusal !== undefined) return { refusal };
  if (audience === 'anyone') return { caller: NOBODY };
  const admission = await identify(request, policy);
  const { caller } = admission;
  if (caller === undefined || audience === 'someone' || belongsTo(audience, caller)) return admission;
  return { refusal: problem('not-permitted', whyNot(audience, caller)) };
}

/**
 * Without a login, everyone who can connect is the operator. A hostile site can make its own name resolve to 127.0.0.1,
 * and the browser then treats its requests as same-origin. Only the `Host` header shows this.
 */
function refuseHost(request: AccessRequest, policy: AccessPolicy): ProblemBody | undefined {
  if (!policy.open) return undefined;
  const host = hostName(request.header('host') ?? '');
  if (isLoopbackHost(host) || host === bracketed(policy.host)) return undefined;
  return problem(
    'wrong-host',
    'This server has no login, so it answers only requests for localhost. Set BASEBOARD_TOKEN to serve it under another name.',
  );
}

/** Rejects requests of other sites' pages. Clients that are not browsers send none of these headers. */
function refuseOrigin(
  request: AccessRequest,
  { publicUrl }: AccessPolicy,
  crossSite: CrossSite,
): ProblemBody | undefined {
  if (SAFE_METHODS.has(request.method)) {
    if (crossSite === 'any') return undefined;
    if (crossSite === 'navigation' && isNavigation(request)) return undefined;
    // A browser without Fetch Metadata still names the page in Referer.
    const referrer = crossSite === 'never' ? request.header('referer') : null;
    if (!isForeign(request, publicUrl, referrer)) return undefined;
    return problem('foreign-origin', 'Pages of other sites cannot request this. Open Baseboard directly.');
  }
  if (!isForeign(request, publicUrl)) return undefined;
  return problem(
    'foreign-origin',
    'Only Baseboard’s own pages and clients without an Origin header can send writes.',
  );
}

function isForeign(
  request: AccessRequest,
  publicUrl: string | undefined,
  referrer: string | null = null,
): boolean {
  const host = (request.header('host') ?? '').toLowerCase();
  // A proxy may replace the public host with its own Host.
  const isOwn = (url: string) => originOfUrl(url) === publicUrl || originHost(originOfUrl(url)) === host;
  const origin = request.header('origin');
  if (origin !== null && !isOwn(origin)) return true;
  const site = request.header('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  return referrer !== null && !isOwn(referrer);
}

/** Whether a person followed a link in a top-level window (Fetch Metadata). */
function isNavigation(request: AccessRequest): boolean {
  const destination = request.header('sec-fetch-dest');
  return request.header('sec-fetch-mode') === 'navigate' && (destination ?? 'document') === 'document';
}

/** Identifies the caller: by bearer token, else by session cookie, else as the operator of a server without login. */
async function identify(request: AccessRequest, policy: AccessPolicy): Promise<Admission> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  // A server without login has always ignored bearer tokens that are not API tokens.
  if (bearer !== undefined && (!policy.open || API_TOKEN.test(bearer))) {
    return identifyBearer(bearer, request, policy);
  }
  const session = readCookie(request.header('cookie'), SESSION_COOKIE, isSecure(request, policy));
  const caller = session === undefined ? undefined : await policy.callerOfSession(session);
  if (caller !== undefined) return { caller };
  if (policy.open) return { caller: policy.operator('local') };
  return { refusal: problem('login-required', 'Log in, or send a token as Authorization: Bearer …') };
}

/**
 * API tokens and a long server token cannot be guessed, so a right one is accepted despite earlier failures: others
 * behind the same proxy cannot lock its owner out. A short server token is no longer compared after too many failures
 * from all addresses together.
 */
async function identifyBearer(
  bearer: string,
  { address }: AccessRequest,
  policy: AccessPolicy,
): Promise<Admission> {
  const key = addressKey(address);
  if (API_TOKEN.test(bearer)) {
    const caller = await policy.callerOfApiToken(bearer);
    if (caller !== undefined) return { caller };
  } else {
    const seconds = policy.guessable ? policy.wrongTokens.waitForAll() : 0;
    if (seconds > 0) return { refusal: tooMany(seconds) };
    if (policy.isToken(bearer)) return { caller: policy.operator('token') };
  }
  const waiting = policy.wrongTokens.wait(key);
  policy.wrongTokens.recordFailure(key);
  if (waiting > 0) return { refusal: tooMany(waiting) };
  policy.refused({ action: 'token-refused', address, detail: 'a wrong bearer token' });
  return {
    refusal: problem(
      'wrong-token',
      'The bearer token is neither this server’s BASEBOARD_TOKEN nor a valid API token. Create a new one under Settings › Access.',
    ),
  };
}

/** The problem after too many failed attempts. */
export function tooMany(seconds: number): ProblemBody {
  return problem('too-many-tries', `Too many failed attempts: wait ${seconds} s and try again.`, {
    retryAfter: seconds,
  });
}

/** Whether the browser certainly uses https: the Host is that of an https public URL. */
function isSecure(request: AccessRequest, { publicUrl }: AccessPolicy): boolean {
  return publicUrl?.startsWith('https://') === true && new URL(publicUrl).host === request.header('host');
}

function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host.toLowerCase();
}

/** `https://host:port` of a URL; the text itself if it is an opaque origin such as `null`. */
function originOfUrl(url: string): string {
  return /^(https?:\/\/[^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? url;
}

function originHost(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
}
