import { isDigest, shortDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import { shortenMiddle } from './shorten-middle.ts';

/** The end of a repository that stays when its middle goes. */
const TAIL = 14;
/** Shorter than this, a repository has no middle worth taking out. */
const WHOLE = 24;
const LONGEST_TAG = 36;

/**
 * An image reference: registry dimmed, repository plain, tag strong. Where it does not fit, the registry and the
 * repository's beginning give way, never the tag. `wrap` breaks it over lines instead, for where it must be
 * read in full.
 */
export function Reference({ value, wrap = false }: { value: string; wrap?: boolean }) {
  // A bare digest is a name, too, by the grammar; nobody means it so.
  const reference = isDigest(value) ? undefined : tryParseReference(value);
  if (reference === undefined)
    return <span className="mono min-w-0 truncate">{isDigest(value) ? shortDigest(value) : value}</span>;
  const { registry, repository, tag, digest } = reference;
  const end = tag !== undefined ? `:${tag}` : digest !== undefined ? `@${shortDigest(digest)}` : '';
  if (wrap) {
    return (
      <span className="mono min-w-0 break-all" title={value}>
        <span className="text-muted">{registry}/</span>
        {repository}
        <strong className="font-semibold">{end}</strong>
      </span>
    );
  }
  const cut = repository.length <= WHOLE ? 0 : repository.length - TAIL;
  const head = repository.slice(0, cut);
  const tail = repository.slice(cut);
  return (
    <span className="mono flex max-w-full min-w-0 items-baseline" title={value}>
      <span className="min-w-[4ch] shrink-[9999] truncate text-muted">{registry}/</span>
      {head === '' ? null : <span className="min-w-[3ch] shrink-[99] truncate">{head}</span>}
      <span className="min-w-[3ch] shrink truncate">{tail}</span>
      <strong className="max-w-full shrink-0 truncate font-semibold">
        {shortenMiddle(end, LONGEST_TAG)}
      </strong>
    </span>
  );
}
