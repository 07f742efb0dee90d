import { Digest } from '#components/ui/values/digest.tsx';

/** What a tag held before and after; null for no such tag. */
export function Moved({ from, to }: { from: string | null; to: string | null }) {
  return (
    <span className="whitespace-nowrap">
      <Held value={from} />
      <span aria-hidden> → </span>
      <span className="sr-only">to</span>
      <Held value={to} />
    </span>
  );
}

function Held({ value }: { value: string | null }) {
  return value === null ? <span className="text-muted">no tag</span> : <Digest value={value} />;
}
