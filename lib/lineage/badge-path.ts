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

/** The path of an image's badge; slashes and colons stand as they are, which every server takes. */
export function badgePath(reference: string, format: BadgeFormat): string {
  return `${PREFIX}${reference}.${format}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
