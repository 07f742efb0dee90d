import { isLoopbackHost } from '#lib/access/loopback.ts';
import { badgePath } from '#lib/sharing/badge/badge-path.ts';
import { escapeHtml } from '#lib/sharing/escape-html.ts';

/** A badge that is put on a page elsewhere. */
export interface ShownBadge {
  /** The path of its picture on this server, its query included: `/badge/debian:12.svg`. */
  readonly svg: string;
  /** The same for shields.io. */
  readonly json: string;
  /** The path of the page it leads to. */
  readonly page: string;
  /** What stands in its place where pictures are not shown; no markup. */
  readonly alt: string;
}

/** A text that puts a badge on a page, for one markup. */
export interface Snippet {
  readonly label: string;
  readonly text: string;
}

/** The badge of an image. */
export function imageBadgeOf({ id, reference }: { id: string; reference: string }): ShownBadge {
  return {
    svg: badgePath(reference, 'svg'),
    json: badgePath(reference, 'json'),
    page: `/images/${id}`,
    alt: `Base of ${reference}`,
  };
}

/** The badge of the public images under a filter. */
export function fleetBadgeOf(filter: string): ShownBadge {
  const query = filter === '' ? '' : `?filter=${encodeStrictly(filter)}`;
  return {
    svg: `/badge/fleet.svg${query}`,
    json: `/badge/fleet.json${query}`,
    page: `/${query}`,
    alt: 'Base images',
  };
}

/** The address of the feed under a filter; `all` asks its reader for a token and tells of every image. */
export function feedPath(filter: string, all = false): string {
  const query = [...(filter === '' ? [] : [`filter=${encodeStrictly(filter)}`]), ...(all ? ['all=yes'] : [])];
  return `/feed.atom${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** Every way to put a badge on a page; `origin` is where this server is reached, `https://host:port`. */
export function badgeSnippets({ svg, json, page, alt }: ShownBadge, origin: string): Snippet[] {
  const picture = `${origin}${svg}`;
  const target = `${origin}${page}`;
  return [
    { label: 'Markdown', text: `[![${alt}](${picture})](${target})` },
    {
      label: 'HTML',
      text: `<a href="${escapeHtml(target)}"><img src="${escapeHtml(picture)}" alt="${escapeHtml(alt)}" height="20"></a>`,
    },
    { label: 'AsciiDoc', text: `image:${picture}[${alt},link="${target}"]` },
    {
      label: 'reStructuredText',
      text: `.. image:: ${picture}\n   :alt: ${alt}\n   :target: ${target}`,
    },
    {
      label: 'shields.io endpoint',
      text: `https://img.shields.io/endpoint?url=${encodeURIComponent(`${origin}${json}`)}`,
    },
  ];
}

/** Text as part of a query; quotes and brackets too, which end an address in one markup or another. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** True for an address that other machines cannot reach. */
export function isLocal(origin: string): boolean {
  return isLoopbackHost(URL.parse(origin)?.hostname ?? '');
}
