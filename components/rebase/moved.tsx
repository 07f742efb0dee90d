import { Digest } from '#components/ui/digest.tsx';

/** From one digest to another. */
export function Moved({ from, to }: { from: string; to: string }) {
  return (
    <span className="whitespace-nowrap">
      <Digest value={from} />
      <span aria-hidden> → </span>
      <span className="sr-only">to</span>
      <Digest value={to} />
    </span>
  );
}
