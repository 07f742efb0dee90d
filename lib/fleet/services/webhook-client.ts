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
  /** Why no request may be sent to a URL, before anything connects; `undefined` if it may. */
  refuse(url: URL): string | undefined;
  /** One attempt: follows no redirect, does not retry, and does not read the response's body. Never throws. */
  post(request: OutgoingRequest): Promise<Outcome>;
  close(): Promise<void>;
}

/** Milliseconds for a whole attempt. */
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
 * Webhooks go by https to public addresses. Hosts of `allowHosts` may have private addresses and use plain HTTP.
 * Addresses are checked when the connection is made, so DNS rebinding gains nothing.
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
