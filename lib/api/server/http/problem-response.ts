import type { Problem } from '../../contract/problem.ts';
import type { ProblemBody } from './problem.ts';

/** A problem as an HTTP response with the request's id (RFC 9457); a 401 and a `retryAfter` get their headers. */
export function problemResponse(body: ProblemBody, requestId: string): Response {
  const answer: Problem = { ...body, requestId };
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  };
  if (body.status === 401) headers['www-authenticate'] = 'Bearer realm="baseboard"';
  if (body.retryAfter !== undefined) headers['retry-after'] = String(body.retryAfter);
  return new Response(JSON.stringify(answer), { status: body.status, headers });
}
