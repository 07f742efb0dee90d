import { LRUCache } from 'lru-cache';
import type { JsonLimits } from '#lib/oci/json/strict-json.ts';
import type { RegistryOperation } from '../../errors.ts';
import type { CallOptions } from '../../registry.ts';
import type { Exchange, Exchanged } from '../../transport/exchange.ts';
import { fail } from '../../transport/http/request-error.ts';
import { readBody } from '../../transport/http/response-body.ts';
import type { Endpoints } from '../../transport/request/endpoints.ts';
import type { RegistryRequest, RequestContext } from '../../transport/request/request.ts';
import { parseScopes } from '../../transport/request/token-scope.ts';
import { following, PAGE_LIMITS, parsePage } from './pages.ts';

/** A request for one page of a list, by the distribution-spec or the registry's own API. */
export interface ListPageRequest {
  /** The host, as the configuration names it. Its settings decide the scheme, the address and access to private networks. */
  readonly host: string;
  /** Path and query, from the host's root. */
  readonly path: string;
  readonly operation: Extract<
    RegistryOperation,
    'list-repositories' | 'list-tags' | 'list-files' | 'get-file' | 'authenticate'
  >;
  /** What is listed, for error messages; without credentials. */
  readonly subject: string;
  /** POST for APIs that read by POST; they get {@link body}. The request is repeated after a failure, as every read is. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Statuses besides 200 whose JSON the caller reads: some APIs explain the failure there. */
  readonly alsoRead?: readonly number[];
  /** Makes more headers, such as a signature, from the URL that the request is sent to. */
  readonly sign?: (url: URL, body: string) => Promise<Readonly<Record<string, string>>>;
  /**
   * How to authenticate: `{ scope }` by the registry's challenge and login, as for pulls; `{ header }` with this
   * `Authorization`; `'none'` without one.
   */
  readonly access: { readonly scope: string } | { readonly header: string } | 'none';
  /** For APIs that send a long list as one page. */
  readonly limits?: JsonLimits;
}

/** One page of a list. */
export interface ListPage {
  /** 200, or one of the request's {@link ListPageRequest.alsoRead}. */
  readonly status: number;
  readonly json: unknown;
  /**
   * Path and query of the next page by the `Link` header; `undefined` if there is none. Throws a `RegistryError` for a
   * link to another host or another list. Lists that page by number do not call it.
   */
  next(): string | undefined;
  /** The first value of a header, by its lower-case name. */
  header(name: string): string | undefined;
}

/** Reads lists page by page, so that a long one can be stopped and continued. */
export interface ListPages {
  /**
   * Gets one page. Does not follow redirects to another host. If the host sent an `ETag` for the page, an unchanged page is
   * not transferred again. Rejects only with `RegistryError`.
   */
  readListPage(request: ListPageRequest, options?: CallOptions): Promise<ListPage>;
  /** The prefix of a host's repositories if it is read through a mirror; otherwise empty. */
  repositoryPrefix(host: string): string;
}

interface KeptPage {
  readonly etag: string;
  readonly bytes: Uint8Array;
  readonly headers: ReadonlyMap<string, string>;
  readonly link: readonly string[];
}

/** The most bytes of pages that are cached for conditional requests (RFC 9110 § 13.1.2). */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;
/** Headers with counts, links and rate limits. */
const LIST_HEADERS = ['x-total-count', 'x-total', 'link', 'retry-after', 'x-ratelimit-remaining'];

/** The client's methods for pages of lists. */
export function createListPages(deps: {
  readonly endpoints: Endpoints;
  readonly exchange: Exchange;
}): ListPages {
  const kept = new LRUCache<string, KeptPage>({
    maxSize: MAX_KEPT_BYTES,
    sizeCalculation: ({ bytes }) => bytes.byteLength + 1000,
  });
  return {
    repositoryPrefix: (host) => deps.endpoints.of(host)?.prefix ?? '',
    async readListPage(asked, options) {
      const context = { host: asked.host, operation: asked.operation, reference: asked.subject };
      const endpoint = deps.endpoints.of(asked.host);
      if (!endpoint) throw fail(context, 'unsupported', 'NAME_INVALID', 'the host is malformed');
      const url = ownUrl(context, endpoint.origin, asked.path);
      const { access, method = 'GET', body = '', limits = PAGE_LIMITS } = asked;
      const given: Record<string, string> = { accept: 'application/json', ...asked.headers };
      if (asked.sign) Object.assign(given, await asked.sign(url, body));
      if (access !== 'none' && 'header' in access) given.authorization = access.header;
      // A page that one login may see must not be shown to another.
      const key = `${url.href} ${access === 'none' ? '' : 'header' in access ? access.header : access.scope}`;
      const known = method === 'GET' ? kept.get(key) : undefined;
      const request: RegistryRequest = {
        context,
        endpoint,
        kind: 'listing',
        method,
        url,
        headers: known === undefined ? given : { ...given, 'if-none-match': known.etag },
        ...(method === 'POST' ? { body: new TextEncoder().encode(body), isSafe: true } : {}),
        scopes: access !== 'none' && 'scope' in access ? parseScopes(access.scope) : [],
        expected: [200, ...(asked.alsoRead ?? []), ...(known === undefined ? [] : [304])],
        anonymous: access === 'none' || 'header' in access,
        stayOnOrigin: true,
      };
      const read = async ({ answer }: Exchanged): Promise<ListPage> => {
        const unchanged = answer.status === 304 ? known : undefined;
        if (unchanged) await answer.discard();
        const page = unchanged ?? {
          etag: answer.header('etag') ?? '',
          bytes: await readBody(answer, limits.maxBytes),
          headers: new Map(LIST_HEADERS.map((name) => [name, answer.header(name) ?? ''])),
          link: answer.headerValues('link'),
        };
        const json = parsePage(context, page.bytes, limits);
        if (method === 'GET' && page.etag !== '' && answer.status === 200) kept.set(key, page);
        return {
          status: unchanged ? 200 : answer.status,
          json,
          next: () => {
            const next = following(context, { headerValues: () => page.link }, url);
            return next && `${next.pathname}${next.search}`;
          },
          header: (name) => page.headers.get(name) || undefined,
        };
      };
      return deps.exchange(request, read, options);
    },
  };
}

/** The URL of a path on the host. A path that leads elsewhere is refused: it may come from an earlier page. */
function ownUrl(context: RequestContext, origin: string, path: string): URL {
  const url = path.startsWith('/') ? URL.parse(path, origin) : null;
  if (url?.origin === origin && url.username === '') return url;
  throw fail(context, 'forbidden-address', 'FORBIDDEN_ADDRESS', 'the path of the page leads to another host');
}
