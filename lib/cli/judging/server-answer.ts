import { z } from 'zod';
import { problem } from '#lib/api/contract/problem.ts';
import { readCapped } from '#lib/registry/transport/http/capped-body.ts';
import { TIME_LIMIT_REACHED } from '#lib/registry/wrappers/budget.ts';

/** A running Baseboard, and how to reach it. */
export interface ServerAccess {
  readonly server: URL;
  readonly token: string | undefined;
}

/** The server gave no answer. `message` is the second half of a sentence. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError';
  readonly code: 'TIME_UP' | 'CONNECTION_FAILED';
  constructor(code: NoAnswerError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Answers are far smaller: a lineage of sixteen links with twenty platforms each. */
const MAX_ANSWER = 8 * 1024 * 1024;

/** An error answer of any version: a later server may have codes that are not known here. */
const RECEIVED_PROBLEM = problem.pick({ detail: true }).extend({
  code: z.string(),
  registry: z.object({ host: z.string(), operation: z.string(), code: z.string() }).optional(),
});

/** A path of a server's API, below the path of its address. */
function apiUrl(server: URL, path: string): URL {
  return new URL(`${server.pathname.replace(/\/+$/, '')}${path}`, server);
}

/**
 * Requests a path of the server's API, below the path of its address. Does not follow redirects: one could send the token to
 * another host, or lead to a login page with status 200. Throws {@link NoAnswerError}.
 */
export async function requestApi(
  { server, token }: ServerAccess,
  path: string,
  signal: AbortSignal,
  init: Pick<RequestInit, 'method' | 'body'> & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly status: number; readonly text: string; readonly retryAfter: string | undefined }> {
  const url = apiUrl(server, path);
  const headers = {
    accept: 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
    ...init.headers,
  };
  try {
    const response = await fetch(url, { ...init, headers, redirect: 'error', signal });
    const text = (await readCapped(response.body, MAX_ANSWER)).toString('utf8');
    return { status: response.status, text, retryAfter: response.headers.get('retry-after') ?? undefined };
  } catch (error) {
    if (signal.aborted) throw new NoAnswerError('TIME_UP', TIME_LIMIT_REACHED);
    throw new NoAnswerError('CONNECTION_FAILED', `the request to the server failed${causeOf(error)}`);
  }
}

/** The problem that an error answer describes; `undefined` if it describes none. */
export function receivedProblem(json: unknown): z.output<typeof RECEIVED_PROBLEM> | undefined {
  return RECEIVED_PROBLEM.safeParse(json).data;
}

/** Why `fetch` failed: its own message does not say, but its cause does. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return `: ${(cause as NodeJS.ErrnoException).code ?? cause.message}`;
  return error instanceof Error && error.name !== 'TypeError' ? `: ${error.message}` : '';
}
