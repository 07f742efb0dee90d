/** How much of an image is its base's: the base's layers dim, its own solid, each as wide as any other. */
export function LayerBar({ base, own }: { base: number | null; own: number | null }) {
  if (own === null || base === null || base + own === 0) {
    return <span aria-hidden className="block h-1 rounded-sm border border-dashed border-line" />;
  }
  const title = `${base} of ${base + own} layers are its base’s`;
  return (
    <span role="img" aria-label={title} title={title} className="flex h-1 gap-px overflow-hidden rounded-sm">
      <span className="bg-text/25" style={{ flexGrow: base }} />
      <span className="bg-text/80" style={{ flexGrow: own }} />
    </span>
  );
}
