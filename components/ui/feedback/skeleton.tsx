/** A place held for what is being fetched: `className` gives it the size of what comes. */
export function Skeleton({ className = '' }: { className?: string }) {
  return <span aria-hidden className={`block rounded-sm bg-raised ${className}`} />;
}

/** Says once, to screen readers, that a region is being fetched; stands beside its skeletons. */
export function LoadingNote({ what }: { what: string }) {
  return (
    <span role="status" className="sr-only">
      Loading {what}…
    </span>
  );
}
