import type { Problem } from '../contract/problem.ts';

/** Failures that the browser finds by itself: no answer, an answer of something in between, a fault of the page. */
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
 * One request to the API, from the browser. `path` begins after `/api/v1`; `body` is sent as JSON. Answers the
 * parsed JSON, `undefined` for an empty answer; throws {@link ProblemError} for every failure, the network's
 * included.
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

/** A query string of what is set, `?a=1&b=2`; empty where nothing is. */
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
    // An abandoned request is no failure: whoever abandoned it must see its own error.
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ProblemError(
      localProblem(0, 'unreachable', 'Baseboard does not answer', 'Check that the service is running.'),
    );
  }
}

/** The answer's problem, or one made of its status where something between us answered in another shape. */
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
    'Something between the browser and Baseboard answered in its place, or the service is starting.',
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
