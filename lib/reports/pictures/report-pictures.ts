import { drawGraph, layoutRequestOf } from '#lib/lineage/graph/graph-drawing.ts';
import { layoutGraph } from '#lib/lineage/graph/layout.ts';
import { perStatus, STATUSES, type Status } from '#lib/lineage/vocabulary/status.ts';
import { shortSpan } from '#lib/lineage/words/time-words.ts';
import { hexOf } from '#lib/sharing/colors/stylesheets.ts';
import type { Token } from '#lib/sharing/colors/tokens.ts';
import { type GraphSvgStyle, graphSvg } from '#lib/sharing/pictures/graph-svg.ts';
import { statusPath } from '#lib/sharing/pictures/status-icon-paths.ts';
import type { ReportContent } from '../content/report.ts';
import { countsOf } from '../content/report-sentences.ts';

/** What a colour is written as: `var` follows the document around, the others stand by themselves. */
export type Ink = 'var' | 'light';

/** A token as a picture takes it. */
export function inkOf(token: Token, ink: Ink): string {
  return ink === 'var' ? `var(--${token})` : hexOf(token)[0];
}

/** Siblings beyond this are drawn as one, and about so many boxes in all: what a sheet of paper lets one read. */
const THRESHOLD = 8;
const BUDGET = 36;
/** Width to height of the whole: rather tall than wide, so that a sheet's width leaves the names legible. */
const ASPECT = 0.75;

/** A report's graph as an SVG document: folded where it is large, every image drawn or counted. */
export function reportGraphSvg({ graph, asOf }: Pick<ReportContent, 'graph' | 'asOf'>, ink: Ink): string {
  const nodes = graph.nodes.map((node) => ({ ...node, imageId: null, public: false, sample: false }));
  const drawing = drawGraph(
    { nodes, edges: graph.edges },
    { threshold: THRESHOLD, budget: BUDGET, opened: new Set(), closed: new Set(), kept: [] },
  );
  return graphSvg(
    drawing,
    layoutGraph({ ...layoutRequestOf(drawing), aspect: ASPECT }),
    graphStyle(asOf, ink),
  );
}

function graphStyle(asOf: string, ink: Ink): GraphSvgStyle {
  return {
    ground: inkOf('bg', ink),
    surface: inkOf('surface', ink),
    line: inkOf('line-strong', ink),
    text: inkOf('text', ink),
    muted: inkOf('muted', ink),
    statusInk: perStatus((status) => inkOf(`status-${status}`, ink)),
    statusWord: perStatus((status) => STATUSES[status].word),
    span: (since) => shortSpan(Date.parse(since), Date.parse(asOf)),
  };
}

/** A status's icon, 16 pixels; its word stands beside it. */
export function statusIconSvg(status: Status): string {
  return `<svg class="icon ink-${status}" width="16" height="16" viewBox="0 0 24 24" aria-hidden="true"><path d="${statusPath(status)}" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
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
