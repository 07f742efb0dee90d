import { Digest } from '#components/ui/values/digest.tsx';

/** A tag's digest before and after; null for no tag. */
export function MovedTag({ from, to }: { from: string | null; to: string | null }) {
  return (
    <span className="whitespace-nowrap">
      <TagDigest value={from} />
      <span aria-hidden> → </span>
      <span className="sr-only">to</span>
      <TagDigest value={to} />
    </span>
  );
}

function TagDigest({ value }: { value: string | null }) {
  return value === null ? <span className="text-muted">no tag</span> : <Digest value={value} />;
}
