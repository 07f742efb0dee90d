import pMap from 'p-map';
import { lineage } from '#lib/api/contract/images/lineage.ts';
import { REASON_KIND } from '#lib/lineage/verdict/reason.ts';
import type { DescribedLineage } from '#lib/lineage/words/described-lineage.ts';
import { type CheckError, type ImageCheck, uncheckedLineage } from './check-result.ts';
import type { CommandContext } from './command-context.ts';
import { NoAnswerError, receivedProblem, requestApi, type ServerAccess } from './server-answer.ts';

export interface RequestServerOptions extends ServerAccess {
  readonly timeoutMs: number;
}

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

type RegistryFacts = Pick<CheckError, 'host' | 'operation' | 'code'>;

async function getLineage(
  reference: string,
  { server, token }: RequestServerOptions,
  timeUp: AbortSignal,
  refresh = true,
): Promise<DescribedLineage> {
  const search = new URLSearchParams({ reference, refresh: String(refresh) });
  const failed = (code: string, reason: string, registry?: RegistryFacts) =>
    new ServerError(server, reference, code, reason, registry);
  let answer: { readonly status: number; readonly body: unknown };
  try {
    const { status, text } = await requestApi({ server, token }, `/api/v1/lineage?${search}`, timeUp);
    answer = { status, body: parsedJson(text) };
  } catch (error) {
    if (error instanceof NoAnswerError) throw failed(error.code, error.message);
    throw error;
  }
  if (answer.status === 200) {
    const parsed = lineage.safeParse(answer.body);
    if (parsed.success) return parsed.data as DescribedLineage;
    throw failed(
      'INVALID_ANSWER',
      'the response is not a lineage; check that --server is the address of a Baseboard',
    );
  }
  const received = receivedProblem(answer.body);
  if (!received) throw failed(`HTTP_${answer.status}`, `the server answered ${answer.status}`);
  const { code, detail, registry } = received;
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
