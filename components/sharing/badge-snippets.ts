import { badgePath } from '#lib/sharing/badge/badge-path.ts';

/** A badge to embed in another page. */
export interface ShownBadge {
  /** The path and query of its image on this server: `/badge/debian:12.svg`. */
  readonly svg: string;
  /** The same for shields.io. */
  readonly json: string;
  /** The path of the page it links to. */
  readonly page: string;
  /** Its text alternative; no markup. */
  readonly alt: string;
}

/** Markup that embeds a badge, in one markup language. */
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

/** The badge of the public images that match a filter. */
export function fleetBadgeOf(filter: string): ShownBadge {
  const query = filter === '' ? '' : `?filter=${encodeStrictly(filter)}`;
  return {
    svg: `/badge/fleet.svg${query}`,
    json: `/badge/fleet.json${query}`,
    page: `/${query}`,
    alt: 'Base images',
  };
}

/** The address of the feed of a filter. With `all` it covers every image and requires a token. */
export function feedPath(filter: string, all = false): string {
  const query = [...(filter === '' ? [] : [`filter=${encodeStrictly(filter)}`]), ...(all ? ['all=yes'] : [])];
  return `/feed.atom${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** Every way to embed a badge; `origin` is this server's address, `https://host:port`. */
export function badgeSnippets({ svg, json, page, alt }: ShownBadge, origin: string): Snippet[] {
  const picture = `${origin}${svg}`;
  const target = `${origin}${page}`;
  const html = picture.replaceAll('&', '&amp;');
  return [
    { label: 'Markdown', text: `[![${alt}](${picture})](${target})` },
    {
      label: 'HTML',
      text: `<a href="${target.replaceAll('&', '&amp;')}"><img src="${html}" alt="${alt}" height="20"></a>`,
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

/** Encodes a query value, including quotes and brackets, which end an address in some markup languages. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** True for an address that other machines cannot reach. */
export function isLocal(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(origin);
}
