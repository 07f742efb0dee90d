import pMap from 'p-map';
import { z } from 'zod';
import { lineage } from '#lib/api/contract/images/lineage.ts';
import { problem } from '#lib/api/contract/problem.ts';
import { REASON_KIND } from '#lib/lineage/verdict/reason.ts';
import type { DescribedLineage } from '#lib/lineage/words/described-lineage.ts';
import { readCapped } from '#lib/registry/transport/http/capped-body.ts';
import { TIME_LIMIT_REACHED } from '#lib/registry/wrappers/budget.ts';
import { type CheckError, type ImageCheck, uncheckedLineage } from './check-result.ts';
import type { CommandContext } from './command-context.ts';

export interface RequestServerOptions {
  readonly server: URL;
  readonly token: string | undefined;
  readonly timeoutMs: number;
}

/** A lineage of sixteen links with twenty platforms each is far smaller. */
const MAX_ANSWER = 8 * 1024 * 1024;
/** Concurrent requests to the server. */
const REQUESTS_AT_ONCE = 32;
const OPERATION = 'get-lineage';

/**
 * Lets a running Baseboard check images now (`GET /api/v1/lineage` with `refresh`), with its own credentials and stored
 * facts. A failed request or an error answer becomes a failed check; it never rejects because of the server.
 */
export async function requestServer(
  references: readonly string[],
  options: RequestServerOptions,
  { clock }: CommandContext,
): Promise<ImageCheck[]> {
  const timeUp = AbortSignal.timeout(options.timeoutMs);
  const check = async (reference: string): Promise<ImageCheck> => {
    try {
      return { lineage: await getLineage(reference, options, timeUp), error: null, failures: [] };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const known = error.ofRegistry ? await lastKnown(reference, options, timeUp) : undefined;
      const lineage = known ?? uncheckedLineage(reference, clock().toISOString(), error.reason);
      return { lineage, error: error.facts, failures: [error.facts.message] };
    }
  };
  return pMap(references, check, { concurrency: REQUESTS_AT_ONCE });
}

/**
 * The server's stored answer about an image that it could not check: the verdict `unknown` with the last known chain.
 * `undefined` if there is none, or only a verdict that it could not confirm now.
 */
async function lastKnown(
  reference: string,
  options: RequestServerOptions,
  timeUp: AbortSignal,
): Promise<DescribedLineage | undefined> {
  try {
    const known = await getLineage(reference, options, timeUp, false);
    return known.status === 'unknown' ? known : undefined;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return undefined;
  }
}

/** The server did not answer with a lineage. `reason` is the second half of a sentence. */
class ServerError extends Error {
  override name = 'ServerError';
  readonly reason: string;
  readonly facts: CheckError;
  /** The server answered, but a registry failed. */
  readonly ofRegistry: boolean;

  constructor(server: URL, reference: string, code: string, reason: string, registry?: RegistryFacts) {
    super(reason);
    this.reason = reason;
    this.ofRegistry = registry !== undefined;
    const message = `${server.host}: ${OPERATION} of ${reference} failed: ${reason}`;
    this.facts = { host: server.host, operation: OPERATION, code, ...registry, message };
  }
}

/** An error answer of any version: a later server may have codes that are not known here. */
const RECEIVED_PROBLEM = problem.pick({ detail: true }).extend({
  code: z.string(),
  registry: z.object({ host: z.string(), operation: z.string(), code: z.string() }).optional(),
});

type RegistryFacts = Pick<CheckError, 'host' | 'operation' | 'code'>;

async function getLineage(
  reference: string,
  { server, token }: RequestServerOptions,
  timeUp: AbortSignal,
  refresh = true,
): Promise<DescribedLineage> {
  const url = new URL(`${server.pathname.replace(/\/+$/, '')}/api/v1/lineage`, server);
  url.search = new URLSearchParams({ reference, refresh: String(refresh) }).toString();
  const failed = (code: string, reason: string, registry?: RegistryFacts) =>
    new ServerError(server, reference, code, reason, registry);
  let answer: { readonly status: number; readonly body: unknown };
  try {
    const headers = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    // A redirect could send the token to another host, or lead to a login page with status 200.
    const response = await fetch(url, { headers, redirect: 'error', signal: timeUp });
    answer = {
      status: response.status,
      body: parsedJson((await readCapped(response.body, MAX_ANSWER)).toString('utf8')),
    };
  } catch (error) {
    if (timeUp.aborted) throw failed('TIME_UP', TIME_LIMIT_REACHED);
    throw failed('CONNECTION_FAILED', `the request to the server failed${causeOf(error)}`);
  }
  if (answer.status === 200) {
    const parsed = lineage.safeParse(answer.body);
    if (parsed.success) return parsed.data as DescribedLineage;
    throw failed(
      'INVALID_ANSWER',
      'the response is not a lineage; check that --server is the address of a Baseboard',
    );
  }
  const received = RECEIVED_PROBLEM.safeParse(answer.body);
  if (!received.success) throw failed(`HTTP_${answer.status}`, `the server answered ${answer.status}`);
  const { code, detail, registry } = received.data;
  throw failed(code, detail, registry);
}

const REASON_CODES: ReadonlySet<unknown> = new Set(REASON_KIND);

/** Parses JSON. A later server may have unknown reason codes: they become null, because the sentences are enough. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value) =>
      key === 'reasonCode' && !REASON_CODES.has(value) ? null : value,
    );
  } catch {
    return undefined;
  }
}

/** Why `fetch` failed: its own message does not say, but its cause does. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return `: ${(cause as NodeJS.ErrnoException).code ?? cause.message}`;
  return error instanceof Error && error.name !== 'TypeError' ? `: ${error.message}` : '';
}
