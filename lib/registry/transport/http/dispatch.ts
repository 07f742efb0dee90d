import type { Endpoint } from '../request/endpoints.ts';
import type { Ask, RequestKind } from '../request/request.ts';
import { refuseUrl } from './address-guard.ts';
import type { Observe } from './observed-request.ts';
import type { Notes } from './rate-limits-and-warnings.ts';
import { addressError, networkError } from './request-error.ts';
import type { Answer, Sender, WireRequest } from './sender.ts';

/** On whose behalf a wire request goes out. */
export interface Errand {
  readonly ask: Ask;
  readonly endpoint: Endpoint;
  readonly kind: RequestKind;
}

/** Sends one request: guard before, observers after, network failures as `RegistryError`. No retry, no redirect. */
export type Dispatch = (errand: Errand, wire: WireRequest) => Promise<Answer>;

const NOTHING_LISTED: ReadonlySet<string> = new Set();

/**
 * Only listed registries may lead to listed origins: a foreign registry's redirect or realm cannot use the
 * operator's list to reach inside, even where it guesses a name.
 */
export function createDispatch(deps: {
  readonly listedOrigins: ReadonlySet<string>;
  readonly listed: Sender;
  readonly open: Sender;
  readonly userAgent: string;
  readonly observe: Observe;
  readonly notes: Notes;
}): Dispatch {
  return async ({ ask, endpoint, kind }, wire) => {
    const refused = refuseUrl(wire.url, endpoint.listed ? deps.listedOrigins : NOTHING_LISTED);
    if (refused) throw addressError(ask, refused);
    const seen = { host: ask.host, operation: ask.operation, kind, method: wire.method };
    const headers = { ...wire.headers, 'user-agent': deps.userAgent, 'accept-encoding': 'identity' };
    const sent = performance.now();
    const ms = () => performance.now() - sent;
    let answer: Answer;
    try {
      answer = await (endpoint.listed ? deps.listed : deps.open).send({ ...wire, headers });
    } catch (thrown) {
      deps.observe({ ...seen, status: undefined, ms: ms() });
      throw networkError(ask, thrown);
    }
    deps.observe({ ...seen, status: answer.status, ms: ms() });
    if (wire.url.origin === endpoint.origin) deps.notes.take(ask.host, answer, Date.now());
    return answer;
  };
}
