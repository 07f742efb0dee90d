import { describeTrend, type TrendPoint } from '#lib/sharing/pictures/trend.ts';
import {
  bandFill,
  drawTrend,
  type TrendDrawing,
  type TrendFrame,
} from '#lib/sharing/pictures/trend-drawing.ts';
import { html, type Markup } from './html-template.ts';

const FRAME: TrendFrame = { width: 960, height: 170, left: 44, top: 10, bottom: 24, gap: 8 };

type Area = TrendDrawing['areas'][number];

/** The trend of a report as a chart with a legend; null if there are no points. */
export function trendFigure(points: readonly TrendPoint[]): Markup | null {
  const drawing = drawTrend(points, FRAME);
  if (drawing === undefined) return null;
  const legend = drawing.areas
    .toReversed()
    .map(
      (area) =>
        html`<li><svg width="16" height="12" aria-hidden="true"><rect x="0.5" y="0.5" width="15" height="11" ${paint(area)}/></svg><b>${area.count.toLocaleString('en')}</b> <span class="muted">${area.band.name}</span></li>`,
    );
  return html`<figure><div role="img" aria-label="${describeTrend(points)}">${chart(drawing)}</div><ul class="counts">${legend}</ul></figure>`;
}

function chart({ areas, grid, ground, labels }: TrendDrawing): Markup {
  return html`<svg class="trend" viewBox="0 0 ${FRAME.width} ${FRAME.height}" aria-hidden="true"><defs>${areas.map(pattern)}</defs>
<path d="${grid}" stroke="var(--line)"/>
${areas.map((area) => html`<path d="${area.d}" ${paint(area)}/>`)}
<path d="${ground}" stroke="var(--line-strong)"/>
${labels.map(
  ({ x, y, anchor, text }) =>
    html`<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="12" fill="var(--muted)">${text}</text>`,
)}</svg>`;
}

function paint({ band }: Area): Markup {
  return html`fill="url(#area-${band.like})" stroke="${bandFill(band).ink}"`;
}

function pattern({ band }: Area): Markup {
  const { ground, opacity, ink, pattern: marks } = bandFill(band);
  const lines = marks === undefined ? null : html`<path d="${marks}" fill="none" stroke="${ink}"/>`;
  return html`<pattern id="area-${band.like}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="var(--surface)"/><rect width="6" height="6" fill="${ground}" fill-opacity="${opacity}"/>${lines}</pattern>`;
}
