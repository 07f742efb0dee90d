import type { Caller } from '#lib/access/roles.ts';
import { RequestProblem } from '../http/problem.ts';
import { type AccessPolicy, type AccessRequest, admit } from './admission.ts';

/**
 * Who reads a feed: the caller where they may read the fleet, null where they sent no credentials and may see what
 * is public. Throws {@link RequestProblem} for wrong credentials, and with `mustLogIn` for none.
 */
export async function feedReader(
  request: AccessRequest,
  mustLogIn: boolean,
  policy: AccessPolicy,
): Promise<Caller | null> {
  const { caller, refusal } = await admit(withBasic(request), 'read', policy);
  if (caller !== undefined) return caller;
  if (refusal.code === 'login-required' && !mustLogIn) return null;
  throw new RequestProblem(refusal);
}

/** Feed readers know names and passwords alone: a password of HTTP Basic (RFC 7617) is taken as the token. */
export function withBasic(request: AccessRequest): AccessRequest {
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(request.header('authorization') ?? '')?.[1];
  if (basic === undefined) return request;
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  const password = pair.slice(pair.indexOf(':') + 1);
  return {
    ...request,
    header: (name) => (name === 'authorization' ? `Bearer ${password}` : request.header(name)),
  };
}
