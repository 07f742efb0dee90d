'use client';

import { memo } from 'react';
import type { Edge, EdgeProps } from 'reactflow';
import { useNow } from '#components/ui/values/clock.tsx';
import type { LinkStyle, linkShape } from '#lib/lineage/graph/graph-link-style.ts';
import type { Point } from '#lib/lineage/graph/node-size.ts';
import { shortSpan } from '#lib/lineage/words/time-words.ts';
import { useLevel } from './level-context.tsx';

export type LinkFlowEdge = Edge<
  { look: LinkStyle; shape: ReturnType<typeof linkShape>; mark: 'none' | 'selected' | 'path' },
  'link'
>;

/** The colour of each ink. */
export const LINK_INK: Readonly<Record<LinkStyle['ink'], string>> = {
  plain: 'var(--line-strong)',
  stale: 'var(--status-stale)',
  broken: 'var(--status-broken)',
};

/** A link from image to base: solid if verified, dashed if only claimed, crossed if false or gone. */
export const LinkEdge = memo(function LinkEdge({ data }: EdgeProps<LinkFlowEdge>) {
  const level = useLevel();
  if (data === undefined) return null;
  const { look, shape, mark } = data;
  const ink = mark !== 'none' && look.ink === 'plain' ? 'var(--text)' : LINK_INK[look.ink];
  if (level === 'far')
    return <path d={shape.line} fill="none" stroke={ink} strokeWidth={mark === 'none' ? 1.5 : 6} />;
  const at = shape.mark;
  return (
    <g opacity={look.dimmed && mark === 'none' ? 0.5 : 1}>
      <path
        d={shape.line}
        fill="none"
        stroke="transparent"
        strokeWidth={16}
        className="react-flow__edge-interaction"
      />
      <path
        d={shape.line}
        fill="none"
        stroke={ink}
        strokeWidth={mark === 'selected' ? 3 : 1.5}
        strokeDasharray={look.dashed ? '5 4' : undefined}
      />
      <path d={shape.head} fill={ink} />
      {look.crossed ? (
        <g transform={`translate(${at.x} ${at.y})`}>
          <circle r={8} fill="var(--bg)" stroke={ink} strokeWidth={1.5} />
          <path d="M-3,-3 L3,3 M3,-3 L-3,3" stroke={ink} strokeWidth={1.75} strokeLinecap="round" />
        </g>
      ) : look.since === null ? null : (
        <SinceLabel since={look.since} at={shape.label} scale={level === 'middle' ? 1.6 : 1} />
      )}
    </g>
  );
});

/** How long ago the base moved, shown on the line beside the image. */
function SinceLabel({ since, at, scale }: { since: string; at: Point; scale: number }) {
  const words = shortSpan(Date.parse(since), useNow());
  const width = 12 + words.length * 6.5;
  return (
    <g transform={`translate(${at.x} ${at.y}) scale(${scale})`}>
      <rect
        x={-width}
        y={-9}
        width={width}
        height={18}
        rx={3}
        fill="var(--bg)"
        stroke="var(--status-stale)"
      />
      <text
        x={-width / 2}
        textAnchor="middle"
        dominantBaseline="central"
        fontSize={11}
        fill="var(--status-stale)"
      >
        {words}
      </text>
    </g>
  );
}
