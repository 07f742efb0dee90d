import { drawGraph, layoutRequestOf } from '#lib/lineage/graph-drawing.ts';
import { WORST_FIRST } from '#lib/lineage/graph-fold.ts';
import { type GraphSvgStyle, graphSvg } from '#lib/lineage/graph-svg.ts';
import { layoutGraph } from '#lib/lineage/layout.ts';
import { STATUS, type Status } from '#lib/lineage/lineage.ts';
import { STATUS_PATHS } from '#lib/lineage/status-paths.ts';
import { STATUS_WORDS } from '#lib/lineage/status-words.ts';
import { shortSpan } from '#lib/lineage/time-words.ts';
import { PALETTE, type Token } from './palette.ts';
import type { ReportContent, TrendPoint } from './report.ts';
import { countsOf } from './report-sentences.ts';

/** What a colour is written as: `var` follows the document around, the others stand by themselves. */
export type Ink = 'var' | 'light';

/** A token as a picture takes it. */
export function inkOf(token: Token, ink: Ink): string {
  return ink === 'var' ? `var(--${token})` : PALETTE[token][0];
}

/** Siblings beyond this are drawn as one, and about so many boxes in all: what a sheet of paper lets one read. */
const THRESHOLD = 8;
const BUDGET = 36;

/** A report's graph as an SVG document: folded where it is large, every image drawn or counted. */
export function reportGraphSvg({ graph, asOf }: Pick<ReportContent, 'graph' | 'asOf'>, ink: Ink): string {
  const nodes = graph.nodes.map((node) => ({ ...node, imageId: null, public: false, sample: false }));
  const drawing = drawGraph(
    { nodes, edges: graph.edges },
    { threshold: THRESHOLD, budget: BUDGET, opened: new Set(), closed: new Set(), kept: [] },
  );
  return graphSvg(drawing, layoutGraph(layoutRequestOf(drawing)), graphStyle(asOf, ink));
}

function graphStyle(asOf: string, ink: Ink): GraphSvgStyle {
  const perStatus = (value: (status: Status) => string) =>
    Object.fromEntries(STATUS.map((status) => [status, value(status)])) as Record<Status, string>;
  return {
    ground: inkOf('bg', ink),
    surface: inkOf('surface', ink),
    line: inkOf('line-strong', ink),
    text: inkOf('text', ink),
    muted: inkOf('muted', ink),
    statusInk: perStatus((status) => inkOf(`status-${status}`, ink)),
    statusWord: perStatus((status) => STATUS_WORDS[status].word),
    span: (since) => shortSpan(Date.parse(since), Date.parse(asOf)),
  };
}

/** A status's icon, 16 pixels; its word stands beside it. */
export function statusIconSvg(status: Status): string {
  return `<svg class="icon ink-${status}" width="16" height="16" viewBox="0 0 24 24" aria-hidden="true"><path d="${STATUS_PATHS[status]}" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

const BAR_WIDTH = 960;
const BAR_HEIGHT = 12;

/** How a report's images share out among the statuses, as one bar; its legend is the counts beside it. */
export function countsBarSvg(content: Pick<ReportContent, 'summary'>, ink: Ink): string {
  const total = Math.max(1, content.summary.total);
  let x = 0;
  const parts = countsOf(content).map(({ status, count }) => {
    const width = (BAR_WIDTH * count) / total;
    const part = `<rect x="${x.toFixed(1)}" width="${Math.max(width - 2, 1).toFixed(1)}" height="${BAR_HEIGHT}" fill="${inkOf(`status-${status}`, ink)}"/>`;
    x += width;
    return part;
  });
  return `<svg class="bar" width="${BAR_WIDTH}" height="${BAR_HEIGHT}" viewBox="0 0 ${BAR_WIDTH} ${BAR_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`;
}

const TREND_WIDTH = 960;
const TREND_HEIGHT = 160;
const TREND_LEFT = 44;
const TREND_BOTTOM = 22;
/** Best at the bottom, so that trouble grows from above. */
const UPWARDS = WORST_FIRST.toReversed();

/** How many images had each status over time: one column for each moment, the best at the bottom. */
export function trendSvg(points: readonly TrendPoint[], ink: Ink): string {
  const most = Math.max(1, ...points.map(totalOf));
  const step = (TREND_WIDTH - TREND_LEFT) / Math.max(1, points.length);
  const height = TREND_HEIGHT - TREND_BOTTOM;
  const columns = points.map(({ counts }, index) => {
    let y = height;
    return UPWARDS.map((status) => {
      const part = ((counts[status] ?? 0) / most) * (height - 8);
      if (part === 0) return '';
      y -= part;
      const x = TREND_LEFT + index * step;
      return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(step - 2, 1).toFixed(1)}" height="${Math.max(part - 1, 0.5).toFixed(1)}" fill="${inkOf(`status-${status}`, ink)}"/>`;
    }).join('');
  });
  const label = (x: number, y: number, anchor: string, text: string) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="12" fill="${inkOf('muted', ink)}">${text}</text>`;
  const day = (point: TrendPoint | undefined) =>
    point === undefined ? '' : new Date(point.at).toISOString().slice(0, 10);
  return [
    `<svg class="trend" width="${TREND_WIDTH}" height="${TREND_HEIGHT}" viewBox="0 0 ${TREND_WIDTH} ${TREND_HEIGHT}" aria-hidden="true">`,
    `<path d="M${TREND_LEFT},8 H${TREND_WIDTH} M${TREND_LEFT},${height + 0.5} H${TREND_WIDTH}" stroke="${inkOf('line', ink)}"/>`,
    ...columns,
    label(TREND_LEFT - 8, 12, 'end', most.toLocaleString('en')),
    label(TREND_LEFT - 8, height, 'end', '0'),
    label(TREND_LEFT, TREND_HEIGHT - 4, 'start', day(points[0])),
    label(TREND_WIDTH, TREND_HEIGHT - 4, 'end', day(points.at(-1))),
    '</svg>',
  ].join('');
}

function totalOf({ counts }: TrendPoint): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
