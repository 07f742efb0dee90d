import { shortDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import { shortenMiddle } from './shorten-middle.ts';

/** The end of a repository that stays when its middle goes. */
const TAIL = 14;
const LONGEST_TAG = 48;

/**
 * An image reference: registry dimmed, repository plain, tag strong. Where it does not fit, the registry and the
 * repository's beginning give way, never the tag. `wrap` breaks it over lines instead, for where it must be
 * read in full.
 */
export function Reference({ value, wrap = false }: { value: string; wrap?: boolean }) {
  const reference = tryParseReference(value);
  if (reference === undefined) return <span className="mono min-w-0 truncate">{value}</span>;
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
  const head = repository.slice(0, -TAIL);
  const tail = repository.slice(-TAIL);
  return (
    <span className="mono flex max-w-full min-w-0 items-baseline" title={value}>
      <span className="min-w-[4ch] shrink-[4] truncate text-muted">{registry}/</span>
      {head === '' ? null : <span className="min-w-[3ch] shrink truncate">{head}</span>}
      <span className="shrink-0 whitespace-nowrap">{tail}</span>
      <strong className="shrink-0 font-semibold whitespace-nowrap">{shortenMiddle(end, LONGEST_TAG)}</strong>
    </span>
  );
}
