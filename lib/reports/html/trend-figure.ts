import { describeTrend, type TrendPoint } from '#lib/sharing/pictures/trend.ts';
import {
  bandFill,
  drawTrend,
  type TrendDrawing,
  type TrendFrame,
} from '#lib/sharing/pictures/trend-drawing.ts';
import { html, type Markup } from './html-template.ts';

/** The chart is drawn for screens and paper, and again for phones: text that scales with its chart is cut or too small. */
const FRAMES: Readonly<Record<'wide' | 'narrow', TrendFrame>> = {
  wide: { width: 960, height: 170, left: 48, top: 10, bottom: 24, gap: 8 },
  narrow: { width: 340, height: 150, left: 48, top: 10, bottom: 24, gap: 8 },
};

type Area = TrendDrawing['areas'][number];

/** The trend of a report as a chart with a legend; null if there are no points. */
export function trendFigure(points: readonly TrendPoint[]): Markup | null {
  const wide = drawTrend(points, FRAMES.wide);
  const narrow = drawTrend(points, FRAMES.narrow);
  if (wide === undefined || narrow === undefined) return null;
  const legend = wide.areas
    .toReversed()
    .map(
      (area) =>
        html`<li><svg width="16" height="12" aria-hidden="true"><rect x="0.5" y="0.5" width="15" height="11" ${paint(area)}/></svg><b>${area.count.toLocaleString('en')}</b> <span class="muted">${area.band.name}</span></li>`,
    );
  return html`<figure><div role="img" aria-label="${describeTrend(points)}">
<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>${wide.areas.map(pattern)}</defs></svg>
${chart(wide, 'wide')}${chart(narrow, 'narrow')}</div><ul class="counts">${legend}</ul></figure>`;
}

function chart({ areas, grid, ground, labels }: TrendDrawing, size: keyof typeof FRAMES): Markup {
  const { width, height } = FRAMES[size];
  return html`<svg class="trend ${size}" viewBox="0 0 ${width} ${height}" aria-hidden="true">
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
