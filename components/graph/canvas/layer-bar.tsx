/** The layers of an image, all of one width: its base's dim, its own solid. */
export function LayerBar({ base, own }: { base: number | null; own: number | null }) {
  if (own === null || base === null || base + own === 0) {
    return <span aria-hidden className="block h-1 rounded-sm border border-dashed border-line" />;
  }
  const title = `${base} of ${base + own} layers are from its base`;
  return (
    <span role="img" aria-label={title} title={title} className="flex h-1 gap-px overflow-hidden rounded-sm">
      <span data-bar="quiet" className="bg-text/25" style={{ flexGrow: base }} />
      <span data-bar="" className="bg-text/80" style={{ flexGrow: own }} />
    </span>
  );
}
