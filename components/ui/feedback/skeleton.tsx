/** A placeholder while something loads; `className` gives it the size of the content. */
export function Skeleton({ className = '' }: { className?: string }) {
  return <span aria-hidden className={`block rounded-sm bg-raised ${className}`} />;
}

/** Tells screen readers that a region is loading; used once, next to its skeletons. */
export function LoadingNote({ what }: { what: string }) {
  return (
    <span role="status" className="sr-only">
      Loading {what}…
    </span>
  );
}
