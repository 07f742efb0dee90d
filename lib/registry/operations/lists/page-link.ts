/** The next page, or why its link must not be followed; `undefined` on the last page. */
type NextPage =
  | { readonly url: URL }
  | { readonly refused: 'malformed' | 'foreign-origin' | 'foreign-path' }
  | undefined;

/**
 * Parses the `Link` headers of a page (distribution-spec § Listing tags; RFC 8288). A link to the same scheme, host, port
 * and path is followed unchanged, with any cursor. Artifactory leaves out the repository's prefix: then only the cursor
 * is used.
 */
export function nextPage(headers: readonly string[], page: URL): NextPage {
  const target = headers.flatMap(linkTargets).find(({ rel }) => rel.includes('next'))?.target;
  if (target === undefined) return undefined;
  const url = URL.parse(target, page);
  if (!url) return { refused: 'malformed' };
  if (url.origin !== page.origin || url.username !== '' || url.password !== '') {
    return { refused: 'foreign-origin' };
  }
  url.hash = '';
  if (url.pathname === page.pathname) return { url };
  const lastSegments = page.pathname.split('/').slice(-2).join('/');
  const last = url.searchParams.get('last');
  if (last === null || !url.pathname.endsWith(`/${lastSegments}`)) return { refused: 'foreign-path' };
  const own = new URL(page);
  own.searchParams.set('last', last);
  return { url: own };
}

function linkTargets(header: string): { target: string; rel: string[] }[] {
  const found: { target: string; rel: string[] }[] = [];
  const pattern = /<([^<>]*)>((?:\s*;\s*[\w!#$&+\-.^`|~*]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]+))?)*)/g;
  for (const [, target = '', params = ''] of header.slice(0, 16_384).matchAll(pattern)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/i.exec(params);
    found.push({ target, rel: (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/) });
  }
  return found;
}
