import { isDigest, shortDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import { shortenMiddle } from './shorten-middle.ts';

/** The end of a long repository that stays visible longest. */
const TAIL = 14;
/** A repository up to this length is not divided. */
const WHOLE = 24;
const LONGEST_END = 36;

/** The parts of a reference as it is shown. */
export interface ReferenceParts {
  readonly registry: string;
  readonly repository: string;
  /** The beginning of a long repository, which is cut first if there is no room; empty for a short one. */
  readonly head: string;
  readonly tail: string;
  /** `:tag`, or `@` and the short digest; empty for neither. */
  readonly end: string;
  /** The same, shortened in the middle if it is very long. */
  readonly shortEnd: string;
}

/** Splits a reference for display; undefined for a bare digest and for text that is no reference. */
export function referenceParts(text: string): ReferenceParts | undefined {
  // The grammar allows a bare digest as a name, but nobody means one.
  const reference = isDigest(text) ? undefined : tryParseReference(text);
  if (reference === undefined) return undefined;
  const { registry, repository, tag, digest } = reference;
  const end = tag !== undefined ? `:${tag}` : digest !== undefined ? `@${shortDigest(digest)}` : '';
  const cut = repository.length <= WHOLE ? 0 : repository.length - TAIL;
  return {
    ...{ registry, repository, end },
    head: repository.slice(0, cut),
    tail: repository.slice(cut),
    shortEnd: shortenMiddle(end, LONGEST_END),
  };
}
