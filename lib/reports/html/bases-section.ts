import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { shortSpan } from '#lib/lineage/words/time-words.ts';
import type { ReportContent } from '../content/report.ts';
import { paperGraphSvg } from '../pictures/report-pictures.ts';
import { nameMark } from './html-document.ts';
import { html, type Markup, trusted } from './html-template.ts';

/** More bases than this are counted instead of listed; the report's JSON has all of them. */
const MOST_BASES = 25;

/** The graph of a report; the bases with counts instead if its names would be too small to read on A4. */
export function basesSection(content: ReportContent): Markup | null {
  if (content.graph.nodes.length === 0) return null;
  const svg = paperGraphSvg(content, 'var');
  if (svg === undefined) return basesTable(content);
  const words = `Graph of ${counted(content.graph.nodes.length, 'image')}: bases on the left, images based on them on the right`;
  return html`<section><h2>Base image graph</h2>
<figure class="picture" role="img" aria-label="${words}" tabindex="0">${trusted(svg)}</figure></section>`;
}

function basesTable({ summary: { bases }, asOf }: ReportContent): Markup | null {
  if (bases.length === 0) return null;
  const more = bases.length - MOST_BASES;
  const span = (since: string | null) =>
    since === null ? '' : `${shortSpan(Date.parse(since), Date.parse(asOf))} ago`;
  return html`<section><h2>Bases <span class="count">${bases.length.toLocaleString('en')}</span></h2>
<p class="muted">The graph is too large for a page, so this lists the bases of these images.</p>
<table>
<thead><tr><th scope="col">Base image</th><th scope="col" class="number">Images</th><th scope="col" class="number">Stale</th><th scope="col">First seen to move</th></tr></thead>
<tbody>
${bases
  .slice(0, MOST_BASES)
  .map(
    ({ name, images, stale, movedAt }) =>
      html`<tr><td>${nameMark(name)}</td><td class="number" data-label="images">${images.toLocaleString('en')}</td><td class="number" data-label="stale">${stale.toLocaleString('en')}</td><td class="span" data-label="moved">${span(movedAt)}</td></tr>\n`,
  )}</tbody>
</table>
${more > 0 ? html`<p class="muted">${counted(more, 'more base')} with fewer images.</p>` : null}</section>`;
}
