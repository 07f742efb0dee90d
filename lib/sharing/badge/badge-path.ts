import { formatReference, tryParseReference } from '#lib/oci/reference.ts';

export type BadgeFormat = 'svg' | 'json';

/** What a badge's address asks for; `reference`, fully qualified, is undefined where it is none. */
export interface BadgeAsked {
  readonly reference: string | undefined;
  readonly format: BadgeFormat;
}

const PREFIX = '/badge/';

/**
 * Reads the path of a badge, `/badge/ghcr.io/team/app:1.svg`, as it came: percent-encoded as a whole, in parts or
 * not at all. `undefined` where it ends in neither `.svg` nor `.json`.
 */
export function parseBadgePath(path: string): BadgeAsked | undefined {
  const match = /^(.*)\.(svg|json)$/s.exec(path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path);
  if (match?.[1] === undefined) return undefined;
  const reference = tryParseReference(decoded(match[1]) ?? '');
  return {
    reference: reference && formatReference(reference),
    format: match[2] === 'json' ? 'json' : 'svg',
  };
}

/**
 * The path of an image's badge. Slashes and colons stand as they are, which every server takes; the brackets of an
 * IPv6 address do not, for they end an address in more than one markup.
 */
export function badgePath(reference: string, format: BadgeFormat): string {
  const path = reference.replaceAll('[', '%5B').replaceAll(']', '%5D');
  return `${PREFIX}${path}.${format}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
