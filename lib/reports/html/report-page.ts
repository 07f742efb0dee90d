import { chainInWords } from '#lib/lineage/words/chain-words.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { movedDigests } from '#lib/lineage/words/digest-words.ts';
import { absoluteTime } from '#lib/lineage/words/time-words.ts';
import { groupImages, type ReportGroup } from '../content/group-images.ts';
import type { ReportContent, ReportImage } from '../content/report.ts';
import { ACTION_WORDS } from '../content/report-action.ts';
import {
  behindWords,
  countsSentence,
  omittedSentence,
  outageWords,
  reportAdvice,
  reportFacts,
} from '../content/report-sentences.ts';
import { LINKED_FORMATS } from '../formats.ts';
import { reportGraphSvg } from '../pictures/report-pictures.ts';
import {
  countsBlock,
  digestMark,
  htmlDocument,
  nameMark,
  type ReportAddress,
  sentenceMark,
  statusMark,
} from './html-document.ts';
import { html, type Markup, trusted } from './html-template.ts';
import { trendFigure } from './trend-figure.ts';

/** A report as an HTML document to read and to print; it depends on its content and its address alone. */
export function reportPage(content: ReportContent, address: ReportAddress): string {
  const { title, note, trend, graph } = content;
  const body = html`<main>
<h1 dir="auto">${title}</h1>
${note === null ? null : html`<p class="note" dir="auto">${note}</p>`}
<dl>${reportFacts(content).map(({ term, value }) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${lead(content)}
${trend.length === 0 ? null : html`<section><h2>Trend</h2>${trendFigure(trend)}</section>`}
${graph.nodes.length === 0 ? null : graphFigure(content)}
${groupImages(content).map((group) => groupSection(group, content.asOf))}
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
  const sentences = [reportAdvice(content), omittedSentence(content)].filter((text) => text !== null);
  return html`<p class="lead">${countsSentence(content)}</p>
${countsBlock(content)}
${sentences.map((text) => html`<p>${text}</p>`)}`;
}

function graphFigure(content: ReportContent): Markup {
  const words = `Graph of ${counted(content.graph.nodes.length, 'image')}: bases on the left, images based on them on the right`;
  return html`<section><h2>Base image graph</h2>
<figure class="picture" role="img" aria-label="${words}" tabindex="0">${trusted(reportGraphSvg(content, 'var'))}</figure></section>`;
}

function groupSection({ action, images }: ReportGroup, asOf: string): Markup {
  const { word, means } = ACTION_WORDS[action];
  return html`<section><h2>${word} <span class="count">${images.length.toLocaleString('en')}</span></h2>
<p class="muted">${means}</p>
<table>
<thead><tr><th scope="col">Image</th><th scope="col">Status</th><th scope="col">Base image</th><th scope="col">Behind</th><th scope="col">Finding and action</th></tr></thead>
<tbody>
${images.map((image) => row(image, asOf))}</tbody>
</table></section>
`;
}

function row(image: ReportImage, asOf: string): Markup {
  const behind = behindWords(image, asOf);
  const { status, summary, newerTag, baseName, baseDigest, behindSince, platforms } = image;
  const unlisted = image.lineage?.links[0]?.base?.newerTagReason;
  const base = baseName === null ? (baseDigest === null ? null : digestMark(baseDigest)) : nameMark(baseName);
  return html`<tr>
<td class="name">${nameMark(image.reference)}${platforms.length === 0 ? null : html`<p class="muted">${platforms.join(', ')}</p>`}</td>
<td>${statusMark(status)}</td>
<td class="on" data-label="based on">${base}${moved(image)}</td>
<td class="span" data-label="behind">${behind === null ? null : html`<time datetime="${behindSince}" title="${absoluteTime(behindSince ?? '')}">${behind}</time>`}</td>
<td><p>${sentenceMark(summary)}${newerTag === null ? null : html` There is a newer tag, <code>${newerTag}</code>.`}${unlisted === undefined ? null : html` ${sentenceMark(unlisted)}`}</p>${outage(image, asOf)}${chain(image)}</td>
</tr>
`;
}

/** Since when the image could not be checked, and its last known verdict. */
function outage(image: ReportImage, asOf: string): Markup | null {
  const words = outageWords(image, asOf);
  return words === null ? null : html`<p class="muted">${sentenceMark(words)}</p>`;
}

/** The old and the new digest of a base that moved; null if the image needs neither a rebase nor a rebuild. */
function moved({ action, lineage }: ReportImage): Markup | null {
  const base = lineage?.links[0]?.base;
  if ((action !== 'rebase' && action !== 'rebuild') || base == null) return null;
  const { of, claimed, current } = movedDigests(base) ?? { claimed: null, current: null };
  if (claimed === null || current === null) return null;
  return html`<p class="muted">${of} ${digestMark(claimed)} → ${digestMark(current)}</p>`;
}

function chain({ lineage, checkedAt }: ReportImage): Markup | null {
  if (lineage === null) return null;
  const { steps, end } = chainInWords(lineage);
  const items = steps.map(
    ({ reference, digest, verdict, evidence }) =>
      html`<li>${nameMark(reference)}${digest === null ? null : html` ${digestMark(digest)}`}${verdict === null ? null : html`<br>${verdict}`}${evidence.length === 0 ? null : html`<ul>${evidence.map((claim) => html`<li>${claim}</li>`)}</ul>`}</li>`,
  );
  const checked = checkedAt === null ? null : html`<p class="muted">Checked ${absoluteTime(checkedAt)}.</p>`;
  return html`<details><summary>Chain and evidence</summary><ul>${items}<li class="muted">${end}</li></ul>${checked}</details>`;
}

function footer({ id }: ReportAddress): Markup {
  const link = (ending: string, words: string) =>
    html`<a class="screen" href="/r/${id}${ending}">${words}</a>`;
  const formats = LINKED_FORMATS.map(({ ending, name }) => link(ending, name));
  return html`<footer><span>Made by Baseboard</span>${formats}${link('/graph.svg', 'Graph as SVG')}</footer>`;
}
