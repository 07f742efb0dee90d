import { isTrustworthyUrl } from '#lib/access/loopback.ts';

/** Metadata, keys and tokens are of some kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Asks the provider: https, or plain http on this machine; redirects are answered, not followed; a body has at most
 * 1 MiB. Throws as `fetch` does.
 */
export async function fetchFromProvider(url: string, init: RequestInit): Promise<Response> {
  if (!isTrustworthyUrl(url)) throw new TypeError(`the provider names an address that is not https: ${url}`);
  const response = await fetch(url, { ...init, redirect: 'manual', cache: 'no-store' });
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body !== null) {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > MAX_BODY_BYTES)
        throw new TypeError(`the provider’s answer has more than ${MAX_BODY_BYTES} bytes`);
      chunks.push(chunk);
    }
  }
  const { status, headers } = response;
  return new Response(chunks.length === 0 ? null : Buffer.concat(chunks), { status, headers });
}
