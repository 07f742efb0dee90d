import { isDigest, shortDigest } from '#lib/oci/digest.ts';
import { Breakable } from './breakable.tsx';
import { referenceParts } from './reference-parts.ts';

/**
 * An image reference: registry dimmed, repository plain, tag strong. If there is no room, the registry and the
 * beginning of the repository are cut, never the tag. `wrap` breaks it over lines instead, where it must be readable in
 * full.
 */
export function Reference({ value, wrap = false }: { value: string; wrap?: boolean }) {
  const parts = referenceParts(value);
  if (parts === undefined)
    return <span className="mono min-w-0 truncate">{isDigest(value) ? shortDigest(value) : value}</span>;
  const { registry, repository, head, tail, end, shortEnd } = parts;
  if (wrap) {
    return (
      <span className="mono min-w-0 wrap-anywhere" title={value}>
        <span className="text-muted">
          <Breakable text={`${registry}/`} />
        </span>
        <wbr />
        <Breakable text={repository} />
        <wbr />
        <strong className="font-semibold">
          <Breakable text={end} />
        </strong>
      </span>
    );
  }
  return (
    <span className="mono flex max-w-full min-w-0 items-baseline" title={value}>
      <span className="min-w-[4ch] shrink-[9999] truncate text-muted">{registry}/</span>
      {head === '' ? null : <span className="min-w-[3ch] shrink-[99] truncate">{head}</span>}
      <span className="min-w-[3ch] shrink truncate">{tail}</span>
      <strong className="max-w-full shrink-0 truncate font-semibold">{shortEnd}</strong>
    </span>
  );
}
