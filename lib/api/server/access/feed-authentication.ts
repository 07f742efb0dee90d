import type { Caller } from '#lib/access/roles.ts';
import { RequestProblem } from '../http/problem.ts';
import { type AccessPolicy, type AccessRequest, admit } from './admission.ts';

/**
 * The reader of a feed: a caller who may read the fleet, or null for an anonymous reader of public images. Throws
 * {@link RequestProblem} for wrong credentials, and with `mustLogIn` also for missing ones.
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

/** Uses the password of HTTP Basic (RFC 7617) as the token, because feed readers support only names and passwords. */
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
