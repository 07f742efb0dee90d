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

/** How colours are written: `var` uses the document's CSS variables, `light` the light theme's hex values. */
export type Ink = 'var' | 'light';

/** The CSS value of a colour token. */
export function inkOf(token: Token, ink: Ink): string {
  return ink === 'var' ? `var(--${token})` : hexOf(token)[0];
}

/** More siblings than this are drawn as one group; `BUDGET` is about the number of boxes of the whole picture. */
const THRESHOLD = 8;
const BUDGET = 36;
/**
 * The space for a graph on an A4 page, in CSS pixels: a tall picture keeps its names legible at the width of a page.
 * Drawn smaller than `LEAST_SCALE`, they cannot be read.
 */
const PAPER = { width: 688, height: 840 };
const LEAST_SCALE = 0.62;
/** Fewer boxes, until the picture is legible on paper. */
const PAPER_BUDGETS = [BUDGET, 24, 16, 12];

type Graphed = Pick<ReportContent, 'graph' | 'asOf'>;

/** A report's graph as an SVG document. Large graphs are folded into groups; every image is drawn or counted. */
export function reportGraphSvg(content: Graphed, ink: Ink): string {
  return drawReportGraph(content, ink, BUDGET).svg;
}

/** A report's graph with as many boxes as can be read on A4; undefined if that is too few for this graph. */
export function paperGraphSvg(content: Graphed, ink: Ink): string | undefined {
  for (const budget of PAPER_BUDGETS) {
    const { svg, scale } = drawReportGraph(content, ink, budget);
    if (scale >= LEAST_SCALE) return svg;
  }
  return undefined;
}

/** The graph, and by how much it shrinks to fit on A4. */
function drawReportGraph(
  { graph, asOf }: Graphed,
  ink: Ink,
  budget: number,
): { readonly svg: string; readonly scale: number } {
  const nodes = graph.nodes.map((node) => ({
    ...node,
    imageId: null,
    owner: null,
    public: false,
    sample: false,
  }));
  const drawing = drawGraph(
    { nodes, edges: graph.edges },
    { threshold: THRESHOLD, budget, opened: new Set(), closed: new Set(), kept: [] },
  );
  const layout = layoutGraph(layoutRequestOf(drawing, undefined, PAPER));
  const scale = Math.min(PAPER.width / layout.width, PAPER.height / layout.height);
  return { svg: graphSvg(drawing, layout, graphStyle(asOf, ink)), scale };
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

/** A status's icon, 16 pixels wide; its word belongs beside it. */
export function statusIconSvg(status: Status): string {
  return `<svg class="icon ink-${status}" width="16" height="16" viewBox="0 0 24 24" aria-hidden="true"><path d="${statusPath(status)}" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

const BAR_WIDTH = 960;
const BAR_HEIGHT = 12;

/** A bar that shows each status's share of a report's images; the counts beside it are its legend. */
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
