import { z } from 'zod';
import { lineage } from '#lib/api/contract/images/lineage.ts';
import { problem } from '#lib/api/contract/problem.ts';
import { unresolvedLineage } from '#lib/lineage/chain/judge-chain.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { CheckError, Look } from './check-result.ts';
import type { Surroundings } from './environment.ts';
import { allOf } from './map-concurrently.ts';

export interface AskServerOptions {
  readonly server: URL;
  readonly token: string | undefined;
  readonly timeoutMs: number;
}

/** A lineage of sixteen links with twenty platforms each is far smaller. */
const MAX_ANSWER = 8 * 1024 * 1024;
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
  return allOf(references, async (reference): Promise<Look> => {
    try {
      return { lineage: await ask(reference, options, timeUp), error: null, failures: [] };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const known = error.ofRegistry ? await lastKnown(reference, options, timeUp) : undefined;
      const lineage = known ?? unresolvedLineage(reference, null, clock().toISOString(), error.reason);
      return { lineage, error: error.facts, failures: [error.facts.message] };
    }
  });
}

/**
 * What the server remembers about an image that it could not check: the verdict `unknown`, with the chain as last
 * known. `undefined` if it remembers nothing, or only a verdict that it could not confirm now.
 */
async function lastKnown(
  reference: string,
  options: AskServerOptions,
  timeUp: AbortSignal,
): Promise<Lineage | undefined> {
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

/** A server of another version may send codes that this one does not know. */
const answeredProblem = problem.pick({ detail: true, registry: true }).extend({ code: z.string() });

type RegistryFacts = Pick<CheckError, 'host' | 'operation' | 'code'>;

async function ask(
  reference: string,
  { server, token }: AskServerOptions,
  timeUp: AbortSignal,
  refresh = true,
): Promise<Lineage> {
  const url = new URL(`${server.pathname.replace(/\/+$/, '')}/api/v1/lineage`, server);
  url.search = new URLSearchParams({ reference, refresh: String(refresh) }).toString();
  const failed = (code: string, reason: string, registry?: RegistryFacts) =>
    new ServerError(server, reference, code, reason, registry);
  let answer: { readonly status: number; readonly body: unknown };
  try {
    const headers = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    // A redirect could take the token elsewhere, or to a login page that answers 200.
    const response = await fetch(url, { headers, redirect: 'error', signal: timeUp });
    answer = { status: response.status, body: parsedJson(await readCapped(response)) };
  } catch (error) {
    if (timeUp.aborted) throw failed('TIME_UP', 'the time given for the whole check was up');
    throw failed('CONNECTION_FAILED', `the server could not be asked${causeOf(error)}`);
  }
  if (answer.status === 200) {
    const parsed = lineage.safeParse(answer.body);
    if (parsed.success) return parsed.data as Lineage;
    throw failed('INVALID_ANSWER', 'the answer is no lineage: is this the address of a Baseboard?');
  }
  const told = answeredProblem.safeParse(answer.body);
  if (!told.success) throw failed(`HTTP_${answer.status}`, `the server answered ${answer.status}`);
  throw failed(told.data.code, told.data.detail, told.data.registry);
}

async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER) throw new Error('its answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
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
