import type { Problem } from '../contract/problem.ts';

/** Failures that the browser itself finds: no response, a response that a proxy made, a fault of the page. */
export type BrowserProblemCode = 'unreachable' | 'unexpected-answer' | 'page-failed';

/** A failure as pages show it: the API's problem, or one that the browser made. */
export type ShownProblem = Omit<Problem, 'code'> & { readonly code: Problem['code'] | BrowserProblemCode };

/** A failed request; `problem` says what happened and what to do (RFC 9457). */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problem: ShownProblem;
  constructor(problem: ShownProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/**
 * Sends one request from the browser to the API. `path` is what follows `/api/v1`; `body` is sent as JSON. Returns
 * the parsed JSON, or `undefined` for an empty response. Throws {@link ProblemError} for every failure, network
 * failures included.
 */
export async function requestJson<T>(
  path: string,
  options: { method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const { method = 'GET', body, signal } = options;
  const response = await send(`/api/v1${path}`, {
    method,
    ...(signal === undefined ? {} : { signal }),
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new ProblemError(problemOf(response, text));
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** The query string of the values that are set, `?a=1&b=2`; empty if none is. */
export function queryString(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') parameters.set(key, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    // An aborted request is no failure: its caller expects the AbortError.
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ProblemError(
      localProblem(0, 'unreachable', 'Baseboard does not respond', 'Check that the service is running.'),
    );
  }
}

/** The response's problem, or one made from its status if a proxy answered in another format. */
function problemOf(response: Response, text: string): ShownProblem {
  if (response.headers.get('content-type')?.includes('json') === true) {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'detail' in parsed && 'code' in parsed) {
      return parsed as Problem;
    }
  }
  return localProblem(
    response.status,
    'unexpected-answer',
    `The server answered ${response.status}`,
    'A proxy between the browser and Baseboard answered instead, or the service is still starting.',
  );
}

/** A problem that no server explains: its type is `about:blank` (RFC 9457 § 4.2.1). */
export function localProblem(
  status: number,
  code: BrowserProblemCode,
  title: string,
  detail: string,
): ShownProblem {
  return { type: 'about:blank', title, status, code, detail, requestId: '' };
}
