import {
  axisTop,
  bandPaths,
  countOf,
  type DrawnBand,
  day,
  describeTrend,
  shownBands,
  type TrendPoint,
  totalOf,
} from '#lib/sharing/pictures/trend-chart.ts';
import { html, type Markup, trusted } from './html-template.ts';

const WIDTH = 960;
const HEIGHT = 170;
/** Room for the axis' numbers. */
const LEFT = 44;
const TOP = 10;
const BOTTOM = 24;
const DAY_MS = 24 * 3600 * 1000;

/** How many images had each status over time, as stacked areas with their legend, told apart without colour too. */
export function trendFigure(points: readonly TrendPoint[]): Markup | null {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const bands = shownBands(points);
  const legend = bands
    .toReversed()
    .map(
      (band) =>
        html`<li><svg width="16" height="12" aria-hidden="true"><rect x="0.5" y="0.5" width="15" height="11" ${areaInk(band)}/></svg><b>${countOf(band, last).toLocaleString('en')}</b> <span class="muted">${band.name}</span></li>`,
    );
  return html`<figure><div role="img" aria-label="${describeTrend(points)}">${drawing(points, bands)}</div><ul class="counts">${legend}</ul></figure>`;
}

function drawing(points: readonly TrendPoint[], bands: readonly DrawnBand[]): Markup {
  const top = axisTop(Math.max(...points.map(totalOf)));
  const x = (index: number) => LEFT + (index / Math.max(points.length - 1, 1)) * (WIDTH - LEFT - 1);
  const y = (images: number) => TOP + (1 - images / top) * (HEIGHT - TOP - BOTTOM);
  const areas = bandPaths(points, bands, x, y).map(
    (path, index) => html`<path d="${path}" ${areaInk(bands[index])}/>`,
  );
  const label = (at: number, height: number, anchor: string, text: string) =>
    html`<text x="${at}" y="${height}" text-anchor="${anchor}" font-size="12" fill="var(--muted)">${text}</text>`;
  const [from = '', to = ''] = [points[0]?.at, points.at(-1)?.at];
  return html`<svg class="trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><defs>${bands.map(pattern)}</defs>
<path d="M${LEFT},${y(top)}H${WIDTH}M${LEFT},${y(top / 2)}H${WIDTH}" stroke="var(--line)"/>
${areas}
<path d="M${LEFT},${y(0)}H${WIDTH}" stroke="var(--line-strong)"/>
${label(LEFT - 8, y(top) + 4, 'end', top.toLocaleString('en'))}${label(LEFT - 8, y(0), 'end', '0')}${label(LEFT, HEIGHT - 6, 'start', shortTime(from, to))}${label(WIDTH, HEIGHT - 6, 'end', shortTime(to, from))}</svg>`;
}

function areaInk(band: DrawnBand | undefined): Markup | null {
  return band === undefined ? null : html`fill="url(#area-${band.like})" stroke="var(--status-${band.like})"`;
}

/** What is drawn on an area: hatched across, hatched, dotted, ruled; plain where nothing is wrong. */
const MARKS: Partial<Record<DrawnBand['like'], string>> = {
  broken: 'M0,0L6,6M6,0L0,6',
  stale: 'M-1,1L1,-1M0,6L6,0M5,7L7,5',
  unknown: 'M2.5,3h1',
  pinned: 'M0,3H6',
};

function pattern({ like }: DrawnBand): Markup {
  const mark = MARKS[like];
  const lines =
    mark === undefined ? null : html`<path d="${mark}" fill="none" stroke="var(--status-${like})"/>`;
  return html`<pattern id="area-${like}" width="6" height="6" patternUnits="userSpaceOnUse">${trusted('<rect width="6" height="6" fill="var(--surface)"/>')}<rect width="6" height="6" fill="var(--status-${like})" fill-opacity="0.25"/>${lines}</pattern>`;
}

/** The day, or where both ends are within two days the time of day too. */
function shortTime(at: string, other: string): string {
  const close = Math.abs(Date.parse(at) - Date.parse(other)) < 2 * DAY_MS;
  return close ? `${day(at)} ${at.slice(11, 16)} UTC` : day(at);
}
