import { randomUUID } from 'node:crypto';
import type { Audience, Caller } from '#lib/access/roles.ts';
import { admit, type CrossSite } from '../access/admission.ts';
import { application } from '../application/running-application.ts';
import { peerAddress } from '../http/peer-address.ts';
import { problem, problemOf } from '../http/problem.ts';
import { problemResponse } from '../http/problem-response.ts';

/** A route's input: the request, its URL, its path parameters and the request id. */
export interface RouteCall<P> {
  readonly request: Request;
  readonly url: URL;
  readonly params: P;
  readonly requestId: string;
  /** The caller; a placeholder on routes for anyone. */
  readonly who: Caller;
  /** Checks access again, for long responses such as event streams. */
  readonly stillAdmitted: () => Promise<boolean>;
}

interface NextContext<P> {
  readonly params: Promise<P>;
}

/** Default security headers: the response is not a page, and nothing may frame it. */
const POLICY: readonly (readonly [name: string, value: string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
];

/**
 * Wraps a handler with what every route needs: a request id, the access decision, errors as problem+json, and logging.
 * Handlers parse, call a use case and return JSON or a Response; they decide nothing. `crossSite` says which reads other
 * sites' pages may cause: by default only links, and everything on routes for anyone.
 */
export function route<P = Record<string, never>>(
  handler: (call: RouteCall<P>) => Promise<Response>,
  audience: Audience = 'read',
  crossSite: CrossSite = audience === 'anyone' ? 'any' : 'navigation',
): (request: Request, context: NextContext<P>) => Promise<Response> {
  return async (request, context) => {
    const requestId = randomUUID();
    const { accessPolicy, log, throttledLog } = application();
    const finish = (response: Response) => {
      response.headers.set('x-request-id', requestId);
      for (const [name, value] of POLICY) if (!response.headers.has(name)) response.headers.set(name, value);
      if (audience !== 'anyone') response.headers.append('vary', 'Cookie, Authorization');
      return response;
    };
    try {
      const accessRequest = {
        method: request.method,
        header: (name: string) => request.headers.get(name),
        address: peerAddress(),
      };
      const { caller, refusal } = await admit(accessRequest, audience, accessPolicy, crossSite);
      if (refusal !== undefined) return finish(problemResponse(refusal, requestId));
      const params = await context.params;
      const url = new URL(request.url);
      const stillAdmitted = async () =>
        (await admit(accessRequest, audience, accessPolicy)).refusal === undefined;
      return finish(await handler({ request, url, params, requestId, who: caller, stillAdmitted }));
    } catch (error) {
      if (hasLeft(request.signal, error)) return finish(new Response(null, { status: CLIENT_LEFT }));
      const body = problemOf(error);
      if (body.code === 'database-unreachable') throttledLog.error(error, body.title);
      else if (body.status >= 500)
        log.error({ err: error, requestId, path: loggedPath(request.url) }, body.title);
      return finish(problemResponse(body, requestId));
    }
  };
}

/** A path as it may be logged: the address of a hook is a secret. */
function loggedPath(url: string): string {
  return new URL(url).pathname.replace(/^\/hooks\/.*/s, '/hooks/…');
}

/** The status that servers log for a caller who closed the connection; nobody receives it. */
const CLIENT_LEFT = 499;

/** Whether an error only says that the caller closed the connection. Other errors are still logged. */
function hasLeft(signal: AbortSignal, error: unknown): boolean {
  if (!signal.aborted) return false;
  for (let each = error; each instanceof Error; each = each.cause) if (each === signal.reason) return true;
  return false;
}

/** A JSON response that is not cached. */
export function json(value: unknown, status = 200): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store' } });
}

/** The response to a method that a path does not support; Next's own 405 has no body. */
export function methodNotAllowed(...allowed: string[]) {
  return route(async ({ request, requestId }) => {
    const body = problem(
      'method-not-allowed',
      `${request.method} is not allowed here. Use ${allowed.join(' or ')}.`,
    );
    const response = problemResponse(body, requestId);
    response.headers.set('allow', allowed.join(', '));
    return response;
  });
}
