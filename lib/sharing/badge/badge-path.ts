import { formatReference, tryParseReference } from '#lib/oci/reference.ts';

export type BadgeFormat = 'svg' | 'json';

/** The badge that a path requests. `reference` is fully qualified; undefined if the path contains no valid one. */
export interface BadgeRequest {
  readonly reference: string | undefined;
  readonly format: BadgeFormat;
}

const PREFIX = '/badge/';

/**
 * Parses the path of a badge, such as `/badge/ghcr.io/team/app:1.svg`, as received: percent-encoded in full, in part or
 * not at all. Returns `undefined` if it ends in neither `.svg` nor `.json`.
 */
export function parseBadgePath(path: string): BadgeRequest | undefined {
  const match = /^(.*)\.(svg|json)$/s.exec(path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path);
  if (match?.[1] === undefined) return undefined;
  const reference = tryParseReference(decoded(match[1]) ?? '');
  return {
    reference: reference && formatReference(reference),
    format: match[2] === 'json' ? 'json' : 'svg',
  };
}

/**
 * The path of an image's badge. Slashes and colons are not encoded, which every server accepts. The brackets of an IPv6
 * address are, because they would end a URL in Markdown and other markup.
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
