import { absoluteTime } from '#lib/lineage/words/time-words.ts';
import type { ReportContent } from '../content/report.ts';
import { countsSentence } from '../content/report-sentences.ts';
import { reportGraphSvg } from '../pictures/report-pictures.ts';
import { countsBlock, htmlDocument, type ReportAddress } from './html-document.ts';
import { html, trusted } from './html-template.ts';

/** A report for an iframe in another page: counts, graph, time, and a link to the full report. */
export function embedPage(content: ReportContent, { id }: ReportAddress): string {
  const { title, graph, asOf } = content;
  const picture = html`<figure class="picture" role="img" aria-label="${countsSentence(content)}" tabindex="0">${trusted(reportGraphSvg(content, 'var'))}</figure>`;
  const body = html`<main>
<h1 dir="auto">${title}</h1>
${countsBlock(content)}
${graph.nodes.length === 0 ? null : picture}
<p class="facts"><span class="muted">As of ${absoluteTime(asOf)}</span><a href="/r/${id}" target="_blank" rel="noopener noreferrer">Open full report</a></p>
</main>`;
  return htmlDocument(`${title} · Baseboard`, body, { embedded: true });
}
