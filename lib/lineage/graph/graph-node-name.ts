import { digestAlgorithm, isDigest, shortDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';

/** A name cut to a box: registry with its slash, repository, and `:tag` or `@digest`; each may be empty. */
export interface BoxName {
  readonly registry: string;
  readonly repository: string;
  readonly end: string;
}

/** Characters of a name that a box has room for, in the mono font of 12 pixels. */
const NAME_ROOM = 30;
/** What is left to a repository beside a very long tag. */
const LEAST = 8;

/**
 * A node's name in at most `room` characters: the registry goes first, then the repository's beginning; of a tag
 * the middle, and only where it alone would fill the box.
 */
export function boxName(name: string, room = NAME_ROOM): BoxName {
  // A bare digest would read as a tag of a repository called sha256.
  if (isDigest(name))
    return { registry: '', repository: `${digestAlgorithm(name)}:`, end: shortDigest(name) };
  const reference = tryParseReference(name);
  if (reference === undefined) return { registry: '', repository: cutMiddle(name, room), end: '' };
  const { registry, repository, tag, digest } = reference;
  const full = tag !== undefined ? `:${tag}` : digest !== undefined ? `@${shortDigest(digest)}` : '';
  const end = cutMiddle(full, room - LEAST);
  const place = room - end.length;
  if (registry.length + 1 + repository.length <= place) return { registry: `${registry}/`, repository, end };
  const cut = repository.length <= place ? repository : `…${repository.slice(1 - place)}`;
  return { registry: '', repository: cut, end };
}

/** The two parts of a name that tell siblings apart: the repository's last part, and the tag or digest. */
export function shortName(name: string): { readonly name: string; readonly version: string } {
  const { repository, end } = boxName(name, Number.POSITIVE_INFINITY);
  return { name: repository.slice(repository.lastIndexOf('/') + 1), version: end.replace(/^[:@]/, '') };
}

function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}
