import { isTrustworthyUrl } from '#lib/access/loopback.ts';
import { BodyTooLargeError, readCapped } from '#lib/registry/transport/http/capped-body.ts';

/** Metadata, keys and tokens are of some kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Asks the provider: https, or plain http on this machine; redirects are answered, not followed; a body has at most
 * 1 MiB. Throws as `fetch` does.
 */
export async function fetchFromProvider(url: string, init: RequestInit): Promise<Response> {
  if (!isTrustworthyUrl(url)) throw new TypeError(`the provider names an address that is not https: ${url}`);
  const response = await fetch(url, { ...init, redirect: 'manual', cache: 'no-store' });
  const body = await readCapped(response.body, MAX_BODY_BYTES).catch((cause: unknown) => {
    if (!(cause instanceof BodyTooLargeError)) throw cause;
    throw new TypeError(`the provider’s answer has more than ${MAX_BODY_BYTES} bytes`, { cause });
  });
  const { status, headers } = response;
  return new Response(body.byteLength === 0 ? null : new Uint8Array(body), { status, headers });
}
