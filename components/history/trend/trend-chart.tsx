import { useId } from 'react';
import type { TrendPointView } from '#lib/api/contract/images/history.ts';
import { type DrawnBand, describeTrend } from '#lib/sharing/pictures/trend.ts';
import { bandFill, drawTrend, type TrendFrame } from '#lib/sharing/pictures/trend-drawing.ts';
import { TrendTable } from './trend-table.tsx';

const FRAME: TrendFrame = { width: 480, height: 120, left: 46, top: 8, bottom: 18, gap: 5 };

/**
 * How many images had each status over time, as a chart with a legend and the same numbers as a table. The server
 * renders it too, without a script. `title` names it for screen readers. `mark` is a moment (ISO 8601) to mark.
 */
export function TrendChart({
  points,
  title,
  mark,
}: {
  points: readonly TrendPointView[];
  title: string;
  mark?: string | undefined;
}) {
  const id = useId();
  const drawing = drawTrend(points, FRAME, mark);
  if (drawing === undefined) return null;
  const { areas, grid, ground, labels } = drawing;
  const paint = ({ like }: DrawnBand) => ({ fill: `url(#${id}${like})`, stroke: `var(--status-${like})` });
  return (
    <figure className="max-w-xl space-y-1.5">
      <svg
        viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
        role="img"
        aria-labelledby={`${id}title ${id}description`}
        className="w-full text-text"
      >
        <title id={`${id}title`}>{title}</title>
        <desc id={`${id}description`}>{describeTrend(points)}</desc>
        <defs>
          {areas.map(({ band }) => (
            <BandPattern key={band.name} id={`${id}${band.like}`} band={band} />
          ))}
        </defs>
        <path d={grid} stroke="var(--line)" />
        {areas.map(({ band, d }) => (
          <path key={band.name} d={d} {...paint(band)} />
        ))}
        <path d={ground} stroke="var(--line-strong)" />
        {drawing.mark === undefined ? null : (
          <path d={drawing.mark} stroke="var(--text)" strokeWidth="1.5" strokeDasharray="3 2" />
        )}
        <g aria-hidden>
          {labels.map(({ x, y, anchor, text }) => (
            <text key={`${x} ${y}`} x={x} y={y} textAnchor={anchor} className="fill-muted text-[11px]">
              {text}
            </text>
          ))}
        </g>
      </svg>
      <figcaption>
        <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs">
          {mark === undefined ? null : <li className="text-muted">At the end:</li>}
          {areas.toReversed().map(({ band, count }) => (
            <li key={band.name} className="flex items-center gap-1.5 whitespace-nowrap">
              <svg aria-hidden="true" width="14" height="10">
                <rect x="0.5" y="0.5" width="13" height="9" {...paint(band)} />
              </svg>
              <span className="tabular-nums">{count.toLocaleString('en')}</span>
              <span className="text-muted">{band.name}</span>
            </li>
          ))}
        </ul>
        <TrendTable points={points} title={title} />
      </figcaption>
    </figure>
  );
}

function BandPattern({ id, band }: { id: string; band: DrawnBand }) {
  const { ground, opacity, ink, pattern } = bandFill(band);
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" fill="var(--surface)" />
      <rect width="6" height="6" fill={ground} fillOpacity={opacity} />
      {pattern === undefined ? null : <path d={pattern} fill="none" stroke={ink} />}
    </pattern>
  );
}
