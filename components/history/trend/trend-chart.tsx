import { useId } from 'react';
import type { TrendPointView } from '#lib/api/contract/images/history.ts';
import {
  axisTop,
  bandPaths,
  countOf,
  type DrawnBand,
  day,
  describeTrend,
  shownBands,
  totalOf,
} from '#lib/sharing/pictures/trend-chart.ts';
import { TrendTable } from './trend-table.tsx';

/** The drawing's own units; it scales as a whole. */
const WIDTH = 480;
const HEIGHT = 120;
/** Room for the axis' numbers. */
const LEFT = 34;
const TOP = 8;
const BOTTOM = 18;
const DAY_MS = 24 * 3600 * 1000;

/**
 * How many images had which status over time, as stacked areas: drawn by the server as well, without a script, in the
 * page's colours, and told apart by patterns where there are no colours. A table says the same. `title` is its
 * heading for those who do not see it; what is written in it is that of the moments given.
 */
export function TrendChart({
  points,
  title,
  mark,
}: {
  points: readonly TrendPointView[];
  title: string;
  /** A moment (ISO 8601) that is marked, where it is within the course. */
  mark?: string | undefined;
}) {
  const id = useId();
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const bands = shownBands(points);
  const top = axisTop(Math.max(...points.map(totalOf)));
  const x = (index: number) => LEFT + (index / Math.max(points.length - 1, 1)) * (WIDTH - LEFT - 1);
  const y = (images: number) => TOP + (1 - images / top) * (HEIGHT - TOP - BOTTOM);
  const paths = bandPaths(points, bands, x, y);
  const ground = y(0);
  const marked = mark === undefined ? undefined : placeWithin(first.at, last.at, mark);
  const label = 'fill-muted text-[11px]';
  return (
    <figure className="max-w-xl space-y-1.5">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-labelledby={`${id}title ${id}description`}
        className="w-full text-text"
      >
        <title id={`${id}title`}>{title}</title>
        <desc id={`${id}description`}>{describeTrend(points)}</desc>
        <defs>
          {bands.map((band) => (
            <BandPattern key={band.name} id={`${id}${band.like}`} band={band} />
          ))}
        </defs>
        <g stroke="var(--line)">
          <path d={`M${LEFT},${y(top)}H${WIDTH}`} />
          <path d={`M${LEFT},${y(top / 2)}H${WIDTH}`} />
        </g>
        {bands.map((band, index) => (
          <path
            key={band.name}
            d={paths[index]}
            fill={`url(#${id}${band.like})`}
            stroke={`var(--status-${band.like})`}
            strokeWidth="1"
          />
        ))}
        <path d={`M${LEFT},${ground}H${WIDTH}`} stroke="var(--line-strong)" />
        {marked === undefined ? null : (
          <path
            d={`M${LEFT + marked * (WIDTH - LEFT - 1)},${TOP - 4}V${ground}`}
            stroke="var(--text)"
            strokeWidth="1.5"
            strokeDasharray="3 2"
          />
        )}
        <g aria-hidden>
          <text x={LEFT - 5} y={y(top) + 4} textAnchor="end" className={label}>
            {top.toLocaleString('en')}
          </text>
          <text x={LEFT - 5} y={ground + 1} textAnchor="end" className={label}>
            0
          </text>
          <text x={LEFT} y={HEIGHT - 4} className={label}>
            {shortTime(first.at, last.at)}
          </text>
          <text x={WIDTH} y={HEIGHT - 4} textAnchor="end" className={label}>
            {shortTime(last.at, first.at)}
          </text>
        </g>
      </svg>
      <figcaption>
        <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs">
          {mark === undefined ? null : <li className="text-muted">At the end:</li>}
          {bands.toReversed().map((band) => (
            <li key={band.name} className="flex items-center gap-1.5 whitespace-nowrap">
              <svg aria-hidden="true" width="14" height="10">
                <rect
                  x="0.5"
                  y="0.5"
                  width="13"
                  height="9"
                  fill={`url(#${id}${band.like})`}
                  stroke={`var(--status-${band.like})`}
                />
              </svg>
              <span className="tabular-nums">{countOf(band, last).toLocaleString('en')}</span>
              <span className="text-muted">{band.name}</span>
            </li>
          ))}
        </ul>
        <TrendTable points={points} title={title} />
      </figcaption>
    </figure>
  );
}

/** Areas that are told apart without colour: hatched across, hatched, dotted, ruled, and plain. */
function BandPattern({ id, band: { like } }: { id: string; band: DrawnBand }) {
  const ink = { stroke: `var(--status-${like})`, strokeWidth: 1.2 };
  const ground = { 'up-to-date': 0.22, stale: 0.3, broken: 0.28, pinned: 0.12, unknown: 0.1 } as const;
  const marks: Partial<Record<DrawnBand['like'], React.ReactNode>> = {
    broken: <path d="M0,0L6,6M6,0L0,6" {...ink} />,
    stale: <path d="M-1,1L1,-1M0,6L6,0M5,7L7,5" {...ink} />,
    unknown: <circle cx="3" cy="3" r="0.9" fill={ink.stroke} />,
    pinned: <path d="M0,3H6" {...ink} />,
  };
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" fill="var(--surface)" />
      <rect
        width="6"
        height="6"
        fill={like === 'stale' ? 'var(--status-stale-fill)' : `var(--status-${like})`}
        fillOpacity={ground[like as keyof typeof ground]}
      />
      {marks[like]}
    </pattern>
  );
}

/** Where between two moments a third is, from 0 to 1; undefined where it is not. */
function placeWithin(first: string, last: string, moment: string): number | undefined {
  const [from, to, at] = [Date.parse(first), Date.parse(last), Date.parse(moment)];
  return from < to && at >= from && at <= to ? (at - from) / (to - from) : undefined;
}

/** The day, or where both ends are within two days the time of day too. */
function shortTime(at: string, other: string): string {
  const close = Math.abs(Date.parse(at) - Date.parse(other)) < 2 * DAY_MS;
  return close ? `${day(at)} ${at.slice(11, 16)} UTC` : day(at);
}
