import { JsonDocumentError, type JsonLimits, parseStrictJson } from '#lib/oci/json/strict-json.ts';
import type { CallOptions } from '../../registry.ts';
import type { Exchange } from '../../transport/exchange.ts';
import { addressError, fail } from '../../transport/http/request-error.ts';
import { readBody } from '../../transport/http/response-body.ts';
import type { Answer } from '../../transport/http/sender.ts';
import type { RegistryRequest, RequestContext } from '../../transport/request/request.ts';
import { nextPage } from './page-link.ts';

/** A list with more pages is endless. */
const MAX_PAGES = 100;
/** Bytes of all pages of one list. */
const MAX_LIST_BYTES = 16 * 1024 * 1024;
/** Limits for one page of a list. */
export const PAGE_LIMITS: JsonLimits = { maxBytes: 4 * 1024 * 1024, maxDepth: 64, maxValues: 400_000 };

/**
 * Gets all pages of a list, from `first` along the `Link` headers, and passes the JSON of each to `read`. Links to other
 * origins, cycles, more than {@link MAX_PAGES} pages and too many bytes are errors, not shorter lists.
 */
export async function readPages(
  exchange: Exchange,
  first: RegistryRequest,
  read: (json: unknown, answer: Answer) => void,
  options: CallOptions | undefined,
): Promise<void> {
  const { context } = first;
  const seen = new Set<string>();
  let left = MAX_LIST_BYTES;
  for (let url: URL | undefined = first.url; url; ) {
    if (seen.has(url.href)) throw endless(context, 'a page of the list links back to an earlier one');
    if (seen.size >= MAX_PAGES) throw endless(context, `the list has more than ${MAX_PAGES} pages`);
    seen.add(url.href);
    const request: RegistryRequest = { ...first, url };
    url = await exchange(
      request,
      async ({ answer }) => {
        const bytes = await readBody(answer, PAGE_LIMITS.maxBytes);
        left -= bytes.byteLength;
        if (left < 0) throw endless(context, `the list has more than ${MAX_LIST_BYTES} bytes`);
        read(parsePage(context, bytes), answer);
        return following(context, answer, request.url);
      },
      options,
    );
  }
}

/** The next page by the `Link` headers; `undefined` on the last one. Throws for a link that must not be followed. */
export function following(
  context: RequestContext,
  answer: Pick<Answer, 'headerValues'>,
  page: URL,
): URL | undefined {
  const next = nextPage(answer.headerValues('link'), page);
  if (next === undefined || 'url' in next) return next?.url;
  if (next.refused === 'foreign-origin') throw addressError(context, 'the next page is on another host');
  throw fail(
    context,
    'invalid-response',
    'BAD_LINK',
    'the link to the next page is malformed or leads to another list',
  );
}

/** The JSON of a page. Throws a `RegistryError` if it is not valid. */
export function parsePage(context: RequestContext, bytes: Uint8Array, limits = PAGE_LIMITS): unknown {
  try {
    return parseStrictJson(bytes, limits);
  } catch (cause) {
    if (!(cause instanceof JsonDocumentError)) throw cause;
    throw fail(context, 'invalid-response', 'BAD_PAGE', `a page of the list is refused: ${cause.message}`);
  }
}

function endless(context: RequestContext, problem: string) {
  return fail(context, 'invalid-response', 'ENDLESS_PAGES', problem);
}
