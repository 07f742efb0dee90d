import type { RegistryRequest } from '../request/request.ts';
import { refuseUrl } from './address-guard.ts';
import type { Observe } from './observed-request.ts';
import type { HeaderRecorder } from './rate-limits-and-warnings.ts';
import { addressError, networkError } from './request-error.ts';
import type { Answer, Sender, WireRequest } from './sender.ts';

/**
 * Sends one HTTP request for a registry request: checks its address, reports it to observers, and rejects with
 * `RegistryError` if the network fails. Retries nothing and follows no redirect.
 */
export type Dispatch = (
  request: Pick<RegistryRequest, 'context' | 'endpoint' | 'kind'>,
  wire: WireRequest,
) => Promise<Answer>;

const NOTHING_LISTED: ReadonlySet<string> = new Set();

/**
 * Only listed registries may lead to listed origins. A redirect or a realm of a foreign registry cannot reach the
 * operator's network through them, even if it guesses their names.
 */
export function createDispatch(deps: {
  readonly listedOrigins: ReadonlySet<string>;
  readonly listed: Sender;
  readonly open: Sender;
  readonly userAgent: string;
  readonly observe: Observe;
  readonly headers: HeaderRecorder;
}): Dispatch {
  return async ({ context, endpoint, kind }, wire) => {
    const refused = refuseUrl(wire.url, endpoint.listed ? deps.listedOrigins : NOTHING_LISTED);
    if (refused) throw addressError(context, refused);
    const seen = { host: context.host, operation: context.operation, kind, method: wire.method };
    const headers = { ...wire.headers, 'user-agent': deps.userAgent, 'accept-encoding': 'identity' };
    const sent = performance.now();
    const ms = () => performance.now() - sent;
    let answer: Answer;
    try {
      answer = await (endpoint.listed ? deps.listed : deps.open).send({ ...wire, headers });
    } catch (thrown) {
      deps.observe({ ...seen, status: undefined, ms: ms() });
      throw networkError(context, thrown);
    }
    deps.observe({ ...seen, status: answer.status, ms: ms() });
    if (wire.url.origin === endpoint.origin) deps.headers.record(context.host, answer, Date.now());
    return answer;
  };
}
