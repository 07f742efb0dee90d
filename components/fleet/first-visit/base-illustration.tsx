/** The measures of a layer, in the picture's own units. */
const LAYER = { width: 96, height: 18, gap: 3 };

/** An image next to its base: the shared layers, the claim, and the tag that has moved. */
export function BaseIllustration() {
  return (
    <svg
      viewBox="0 0 240 150"
      role="img"
      aria-label="An image with four layers. Its lower two came from its base; the base’s tag has moved to two new layers."
      className="w-full max-w-64 text-text"
      fontSize="10"
    >
      <text x="4" y="12" fill="currentColor">
        your image
      </text>
      <Stack x={4} y={20} kinds={['own', 'own', 'base', 'base']} />
      <text x="140" y="54" fill="currentColor">
        its base today
      </text>
      <Stack x={140} y={62} kinds={['moved', 'moved']} />
      <line x1="2" y1="60.5" x2="104" y2="60.5" stroke="currentColor" strokeDasharray="3 2" />
      <path d="M104 60.5 H122 V82 H136" fill="none" stroke="currentColor" strokeDasharray="3 2" />
      <path d="M132 78.5 L137 82 L132 85.5" fill="none" stroke="currentColor" />
      <text x="4" y="122" fill="var(--muted)">
        built on digest 4bf1…
      </text>
      <text x="140" y="122" fill="var(--status-stale)">
        now digest 9c02…
      </text>
      <text x="4" y="138" fill="var(--muted)">
        base.name says which base it is
      </text>
    </svg>
  );
}

const FILLS = {
  own: { fill: 'var(--accent)', stroke: 'var(--accent)' },
  base: { fill: 'var(--raised)', stroke: 'var(--line-strong)' },
  moved: { fill: 'var(--status-stale-fill)', stroke: 'var(--status-stale)' },
} as const;

function Stack({ x, y, kinds }: { x: number; y: number; kinds: readonly (keyof typeof FILLS)[] }) {
  return kinds.map((kind, index) => (
    <rect
      // biome-ignore lint/suspicious/noArrayIndexKey: a layer is identified by its place.
      key={index}
      x={x}
      y={y + index * (LAYER.height + LAYER.gap)}
      width={LAYER.width}
      height={LAYER.height}
      rx="2"
      {...FILLS[kind]}
    />
  ));
}
