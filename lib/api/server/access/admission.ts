import { type Audience, belongsTo, type Caller, whyNot } from '#lib/access/roles.ts';
import type { AccessRefusal } from '#lib/fleet/access/audit-log.ts';
import { type ProblemBody, problem } from '../http/problem.ts';
import { addressKey, type TryLimit } from '../limits/login-attempt-limit.ts';
import { readCookie, SESSION_COOKIE } from './cookies.ts';

/** What the access layer knows and asks. */
export interface AccessPolicy {
  /** True where nobody can log in: whoever reaches the socket is the operator. */
  readonly open: boolean;
  /** The host the server listens on. */
  readonly host: string;
  /** Where people reach it, where that is configured. */
  readonly publicUrl: string | undefined;
  /** Whether a bearer token is the server's own. */
  isToken(bearer: string): boolean;
  /** True where the server's own token is short enough to be guessed. */
  readonly guessable: boolean;
  /** Who an API token stands for; undefined for none of ours. */
  callerOfApiToken(bearer: string): Promise<Caller | undefined>;
  /** Whose session a cookie's value is; undefined for none of ours. */
  callerOfSession(value: string): Promise<Caller | undefined>;
  /** The operator. */
  operator(via: 'local' | 'token'): Caller;
  readonly wrongTokens: TryLimit;
  /** Hears of what was refused and is worth recording. */
  refused(refusal: AccessRefusal): void;
}

/** What the access layer looks at of a request; header names in lower case. */
export interface AccessRequest {
  readonly method: string;
  readonly header: (name: string) => string | null;
  /** The other end of its connection. */
  readonly address: string | null;
}

/** The access decision: who calls, or the problem to answer. */
export type Admission =
  | { readonly caller: Caller; readonly refusal?: undefined }
  | { readonly caller?: undefined; readonly refusal: ProblemBody };

/** Who calls a route that asks nobody who they are. */
const NOBODY: Caller = {
  name: 'anyone',
  role: 'viewer',
  permissions: [],
  via: 'local',
  account: 'nobody',
  sessionId: null,
};

/**
 * Which requests from other sites' pages a route takes. Writes are never taken. `any`: badges, feeds and shared reports
 * are made for other sites. `navigation`: a link may lead here, but nothing may be embedded. `never`: answering acts,
 * for example by contacting a registry.
 */
export type CrossSite = 'any' | 'navigation' | 'never';

const API_TOKEN = /^bb_[A-Za-z0-9_-]{43}$/;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The one access decision, made in every handler and for every page. In order: the Host a local server may be called
 * by (against DNS rebinding), the origin of writes (against cross-site requests), who it is, and whether they may.
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
 * Without a token, whoever reaches the socket is the operator. A hostile page can make its own name resolve
 * to 127.0.0.1, and its requests are then same-origin to the browser: only the Host header tells.
 */
function refuseHost(request: AccessRequest, policy: AccessPolicy): ProblemBody | undefined {
  if (!policy.open) return undefined;
  const host = hostName(request.header('host') ?? '');
  if (LOOPBACK_HOSTS.has(host) || host === bracketed(policy.host)) return undefined;
  return problem(
    'wrong-host',
    'This server answers to localhost alone. Set BASEBOARD_TOKEN to serve it under another name.',
  );
}

/** Refuses requests by other sites' pages. Clients that are not browsers send none of these headers. */
function refuseOrigin(
  request: AccessRequest,
  { publicUrl }: AccessPolicy,
  crossSite: CrossSite,
): ProblemBody | undefined {
  if (SAFE_METHODS.has(request.method)) {
    if (crossSite === 'any') return undefined;
    if (crossSite === 'navigation' && isNavigation(request)) return undefined;
    // A browser that does not say where a request comes from still names the page in Referer.
    const referrer = crossSite === 'never' ? request.header('referer') : null;
    if (!isForeign(request, publicUrl, referrer)) return undefined;
    return problem('foreign-origin', 'Pages of other sites may not request this.');
  }
  if (!isForeign(request, publicUrl)) return undefined;
  return problem(
    'foreign-origin',
    'Writes are taken from Baseboard’s own pages or from clients without an Origin.',
  );
}

function isForeign(
  request: AccessRequest,
  publicUrl: string | undefined,
  referrer: string | null = null,
): boolean {
  const host = (request.header('host') ?? '').toLowerCase();
  // A proxy may put a Host of its own in place of the one that people open.
  const isOwn = (url: string) => originOfUrl(url) === publicUrl || originHost(originOfUrl(url)) === host;
  const origin = request.header('origin');
  if (origin !== null && !isOwn(origin)) return true;
  const site = request.header('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  return referrer !== null && !isOwn(referrer);
}

/** A link that a person followed, in the whole window (Fetch Metadata). */
function isNavigation(request: AccessRequest): boolean {
  const destination = request.header('sec-fetch-dest');
  return request.header('sec-fetch-mode') === 'navigate' && (destination ?? 'document') === 'document';
}

/** Who it is: by a bearer token, which speaks for itself alone, else by a session, else by being at the machine. */
async function identify(request: AccessRequest, policy: AccessPolicy): Promise<Admission> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  // On an open server a bearer that is no API token has always been nobody's business.
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
 * API tokens and a long server token cannot be guessed, so earlier failures do not matter: strangers behind the same
 * proxy cannot lock anybody out. A short server token is compared until there were too many wrong ones from all
 * addresses together.
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
  policy.wrongTokens.wrong(key);
  if (waiting > 0) return { refusal: tooMany(waiting) };
  policy.refused({ action: 'token-refused', address, detail: 'a wrong bearer token' });
  return {
    refusal: problem(
      'wrong-token',
      'The bearer token is neither this server’s BASEBOARD_TOKEN nor an API token in force.',
    ),
  };
}

/** The answer to who tried too often. */
export function tooMany(seconds: number): ProblemBody {
  return problem('too-many-tries', `Too many failed attempts: wait ${seconds} s and try again.`, {
    retryAfter: seconds,
  });
}

/** True where the browser is known to have come by https: the Host is that of an https address people open. */
function isSecure(request: AccessRequest, { publicUrl }: AccessPolicy): boolean {
  return publicUrl?.startsWith('https://') === true && new URL(publicUrl).host === request.header('host');
}

function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host.toLowerCase();
}

/** `https://host:port` of a URL; the text itself where it is an opaque origin such as `null`. */
function originOfUrl(url: string): string {
  return /^(https?:\/\/[^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? url;
}

function originHost(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
}
