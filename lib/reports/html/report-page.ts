import { absoluteTime } from '#lib/lineage/words/time-words.ts';
import { actionsDue } from '../content/actions-due.ts';
import { groupImages } from '../content/group-images.ts';
import type { ReportContent } from '../content/report.ts';
import {
  countsSentence,
  omittedSentence,
  reportAdvice,
  reportFacts,
  reportSla,
} from '../content/report-sentences.ts';
import { LINKED_FORMATS } from '../formats.ts';
import { basesSection } from './bases-section.ts';
import { countsBlock, htmlDocument, type ReportAddress } from './html-document.ts';
import { html, type Markup } from './html-template.ts';
import { actionSection } from './image-clusters.ts';
import { trendFigure } from './trend-figure.ts';

/** A report as an HTML document to read and to print; it depends on its content and its address alone. */
export function reportPage(content: ReportContent, address: ReportAddress): string {
  const { title, note, trend } = content;
  const groups = groupImages(content);
  const body = html`<main>
<h1 dir="auto">${title}</h1>
${note === null ? null : html`<p class="note" dir="auto">${note}</p>`}
<dl>${reportFacts(content).map(({ term, value }) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${lead(content)}
${todo(content)}
${groups.map((group) => actionSection(group, content))}
${trend.length === 0 ? null : html`<section><h2>Trend</h2>${trendFigure(trend)}</section>`}
${basesSection(content)}
</main>
${footer(address)}`;
  return htmlDocument(`${title} · Baseboard`, body, { head: previewTags(content, address) });
}

/** The link preview that chat programs show (Open Graph, Twitter cards). */
function previewTags(content: ReportContent, { origin, id }: ReportAddress): Markup {
  const description = `${countsSentence(content)} As of ${absoluteTime(content.asOf)}.`;
  const picture = `${origin}/r/${id}/picture.png`;
  return html`<meta name="description" content="${description}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Baseboard">
<meta property="og:title" content="${content.title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${origin}/r/${id}">
<meta property="og:image" content="${picture}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="${countsSentence(content)}">
<meta name="twitter:card" content="summary_large_image">
<meta name="twitter:title" content="${content.title}">
<meta name="twitter:description" content="${description}">
<meta name="twitter:image" content="${picture}">
<meta name="twitter:image:alt" content="${countsSentence(content)}">
`;
}

function lead(content: ReportContent): Markup {
  const sentences = [reportSla(content), reportAdvice(content), omittedSentence(content)].filter(
    (text) => text !== null,
  );
  return html`<p class="lead">${countsSentence(content)}</p>
${countsBlock(content)}
${sentences.map((text) => html`<p>${text}</p>`)}`;
}

/** What the images need, the most helpful first; each line leads to its images. */
function todo(content: ReportContent): Markup | null {
  const due = actionsDue(content);
  if (due.length === 0) return null;
  const lines = due.map(
    ({ action, words, bases }) =>
      html`<li><a href="#${action}">${words}</a>${bases === null ? null : html` <span class="muted">${bases}</span>`}</li>`,
  );
  return html`<section><h2>What to do</h2><ol class="todo">${lines}</ol></section>`;
}

function footer({ id }: ReportAddress): Markup {
  const link = (ending: string, words: string) =>
    html`<a class="screen" href="/r/${id}${ending}">${words}</a>`;
  const formats = LINKED_FORMATS.map(({ ending, name }) => link(ending, name));
  return html`<footer><span>Made by Baseboard</span>${formats}${link('/graph.svg', 'Graph as SVG')}</footer>`;
}
