import type { OutcomeWord } from '#lib/notify/channel.ts';
import type { OutgoingRequest } from '#lib/notify/messages/webhook-requests.ts';
import { type Outcome, outcomeOfStatus } from '#lib/notify/policy/delivery-outcome.ts';
import { refuseUrl } from '#lib/registry/transport/http/address-guard.ts';
import type { ConnectorDeps } from '#lib/registry/transport/http/guarded-connector.ts';
import { networkFailure } from '#lib/registry/transport/http/network-failure.ts';
import { createSender } from '#lib/registry/transport/http/sender.ts';
import { parseRetryAfter } from '#lib/registry/transport/limits/retry-delay.ts';

/** Sends webhooks, through the guard that all traffic goes through. */
export interface Outbound {
  /** Why a URL may not be asked, before anything connects; `undefined` where it may. */
  refuse(url: URL): string | undefined;
  /** One attempt: no redirect, no second try, no look at the answer's body. Never throws. */
  post(request: OutgoingRequest): Promise<Outcome>;
  close(): Promise<void>;
}

/** Milliseconds for an attempt in all. */
const DEADLINE_MS = 10_000;

const WORDS: Readonly<Record<string, OutcomeWord>> = {
  FORBIDDEN_ADDRESS: 'address-refused',
  TLS_FAILED: 'tls-failed',
  NAME_LOOKUP_FAILED: 'name-not-resolved',
  NAME_NOT_RESOLVED: 'name-not-resolved',
  CONNECTION_REFUSED: 'connection-refused',
  CONNECT_TIMEOUT: 'timeout',
};

/**
 * Webhooks go by https to public addresses; hosts of `allowHosts` may be private and may be spoken to by plain
 * HTTP. Addresses are checked when the connection is made, so that a name that resolves anew gains nothing.
 */
export function createOutbound(
  allowHosts: readonly string[],
  { deadlineMs = DEADLINE_MS, ...deps }: ConnectorDeps & { readonly deadlineMs?: number } = {},
): Outbound {
  const listed = new Set(
    allowHosts.flatMap((host) => [new URL(`https://${host}`).origin, new URL(`http://${host}`).origin]),
  );
  const sender = createSender(listed, deps);
  return {
    refuse: (url) => refuseUrl(url, listed),
    async post({ url: text, headers, body }) {
      const url = new URL(text);
      if (refuseUrl(url, listed) !== undefined) return { word: 'address-refused', statusCode: null };
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        const answer = await sender.send({
          method: 'POST',
          url,
          headers: { ...headers, 'user-agent': 'baseboard', 'accept-encoding': 'identity' },
          body: Buffer.from(body),
          signal,
        });
        await answer.discard();
        return outcomeOfStatus(answer.status, parseRetryAfter(answer.header('retry-after'), Date.now()));
      } catch (thrown) {
        if (signal.aborted) return { word: 'timeout', statusCode: null };
        return { word: WORDS[networkFailure(thrown).code] ?? 'connection-lost', statusCode: null };
      }
    },
    close: () => sender.close(),
  };
}
