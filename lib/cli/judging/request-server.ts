import pMap from 'p-map';
import { z } from 'zod';
import { lineage } from '#lib/api/contract/images/lineage.ts';
import { problem } from '#lib/api/contract/problem.ts';
import { unresolvedLineage } from '#lib/lineage/chain/judge-chain.ts';
import { REASON_KIND } from '#lib/lineage/verdict/reason.ts';
import { type DescribedLineage, describeLineage } from '#lib/lineage/words/described-lineage.ts';
import { readCapped } from '#lib/registry/transport/http/capped-body.ts';
import type { CheckError, Look } from './check-result.ts';
import type { Surroundings } from './environment.ts';

export interface AskServerOptions {
  readonly server: URL;
  readonly token: string | undefined;
  readonly timeoutMs: number;
}

/** A lineage of sixteen links with twenty platforms each is far smaller. */
const MAX_ANSWER = 8 * 1024 * 1024;
/** Requests to the server at once. */
const REQUESTS_AT_ONCE = 32;
const OPERATION = 'get-lineage';

/**
 * Asks a running Baseboard to look at images now (`GET /api/v1/lineage`, refreshed): it uses its credentials, and what
 * it remembers. Never rejects for what the server does: that becomes a look that failed.
 */
export async function askServer(
  references: readonly string[],
  options: AskServerOptions,
  { clock }: Surroundings,
): Promise<Look[]> {
  const timeUp = AbortSignal.timeout(options.timeoutMs);
  const look = async (reference: string): Promise<Look> => {
    try {
      return { lineage: await ask(reference, options, timeUp), error: null, failures: [] };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const known = error.ofRegistry ? await lastKnown(reference, options, timeUp) : undefined;
      const unknown = () =>
        unresolvedLineage(reference, null, clock().toISOString(), {
          kind: 'check-failed',
          detail: error.reason,
        });
      const lineage = known ?? describeLineage(unknown());
      return { lineage, error: error.facts, failures: [error.facts.message] };
    }
  };
  return pMap(references, look, { concurrency: REQUESTS_AT_ONCE });
}

/**
 * What the server remembers about an image that it could not check: the verdict `unknown`, with the chain as last
 * known. `undefined` if it remembers nothing, or only a verdict that it could not confirm now.
 */
async function lastKnown(
  reference: string,
  options: AskServerOptions,
  timeUp: AbortSignal,
): Promise<DescribedLineage | undefined> {
  try {
    const known = await ask(reference, options, timeUp, false);
    return known.status === 'unknown' ? known : undefined;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return undefined;
  }
}

/** The server did not answer with a lineage. `reason` is a sentence's second half. */
class ServerError extends Error {
  override name = 'ServerError';
  readonly reason: string;
  readonly facts: CheckError;
  /** The server answered, and a registry did not. */
  readonly ofRegistry: boolean;

  constructor(server: URL, reference: string, code: string, reason: string, registry?: RegistryFacts) {
    super(reason);
    this.reason = reason;
    this.ofRegistry = registry !== undefined;
    const message = `${server.host}: ${OPERATION} of ${reference} failed: ${reason}`;
    this.facts = { host: server.host, operation: OPERATION, code, ...registry, message };
  }
}

/** An error answer of any version: a later one may have codes that are not known here. */
const RECEIVED_PROBLEM = problem.pick({ detail: true }).extend({
  code: z.string(),
  registry: z.object({ host: z.string(), operation: z.string(), code: z.string() }).optional(),
});

type RegistryFacts = Pick<CheckError, 'host' | 'operation' | 'code'>;

async function ask(
  reference: string,
  { server, token }: AskServerOptions,
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
    // A redirect could take the token elsewhere, or to a login page that answers 200.
    const response = await fetch(url, { headers, redirect: 'error', signal: timeUp });
    answer = {
      status: response.status,
      body: parsedJson((await readCapped(response.body, MAX_ANSWER)).toString('utf8')),
    };
  } catch (error) {
    if (timeUp.aborted) throw failed('TIME_UP', 'the time given for the whole check was up');
    throw failed('CONNECTION_FAILED', `the server could not be asked${causeOf(error)}`);
  }
  if (answer.status === 200) {
    const parsed = lineage.safeParse(answer.body);
    if (parsed.success) return parsed.data as DescribedLineage;
    throw failed('INVALID_ANSWER', 'the answer is no lineage: is this the address of a Baseboard?');
  }
  const received = RECEIVED_PROBLEM.safeParse(answer.body);
  if (!received.success) throw failed(`HTTP_${answer.status}`, `the server answered ${answer.status}`);
  const { code, detail, registry } = received.data;
  throw failed(code, detail, registry);
}

const REASON_CODES: ReadonlySet<unknown> = new Set(REASON_KIND);

/** A later server may have kinds of reasons that are not known here: their sentences say enough. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value) =>
      key === 'reasonCode' && !REASON_CODES.has(value) ? null : value,
    );
  } catch {
    return undefined;
  }
}

/** `fetch` says nothing but that it failed; why is in the cause's code. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return `: ${(cause as NodeJS.ErrnoException).code ?? cause.message}`;
  return error instanceof Error && error.name !== 'TypeError' ? `: ${error.message}` : '';
}
