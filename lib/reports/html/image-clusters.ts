import { chainInWords } from '#lib/lineage/words/chain-words.ts';
import { movedDigests } from '#lib/lineage/words/digest-words.ts';
import { MISSING_BASE_WORDS } from '#lib/lineage/words/missing-base-words.ts';
import { absoluteTime } from '#lib/lineage/words/time-words.ts';
import { clusterImages, type ImageCluster } from '../content/cluster-images.ts';
import type { ReportGroup } from '../content/group-images.ts';
import type { ReportContent, ReportImage } from '../content/report.ts';
import { ACTION_WORDS } from '../content/report-action.ts';
import { behindWords, outageWords, overdueWord, snoozedWords } from '../content/report-sentences.ts';
import { digestMark, nameMark, sentenceMark, statusMark } from './html-document.ts';
import { html, type Markup } from './html-template.ts';

/** Names up to this length fit three beside each other on A4. */
const SHORT_NAME = 36;
/** A cluster of at most so many images is not split between columns or pages. */
const SMALL = 6;

/** What is said of an image depends on: the report's time and its limit. */
type Said = Pick<ReportContent, 'asOf' | 'summary'>;

/** The images of one action: what to do, then each base with its finding and its images. */
export function actionSection({ action, images }: ReportGroup, of: Said): Markup {
  const { word, means } = ACTION_WORDS[action];
  const body =
    action === 'none'
      ? [...Map.groupBy(images, ({ status }) => status)].map(
          ([status, same]) => html`<h3>${statusMark(status)}</h3>${imageList(same, of)}`,
        )
      : html`<div class="clusters">${clusterImages(images, of.asOf).map((cluster) => clusterBlock(cluster, of))}</div>`;
  return html`<section><h2 id="${action}">${word} <span class="count">${images.length.toLocaleString('en')}</span></h2>
<p class="muted">${means}</p>
${body}</section>
`;
}

function clusterBlock({ example, images }: ImageCluster, of: Said): Markup {
  const { status, summary, newerTag, baseName, baseDigest } = example;
  const unlisted = example.lineage?.links[0]?.base?.newerTagReason;
  const base =
    baseName === null
      ? baseDigest === null
        ? MISSING_BASE_WORDS[status]
        : digestMark(baseDigest)
      : nameMark(baseName);
  const outage = outageWords(example, of.asOf);
  return html`<div class="cluster${images.length <= SMALL ? ' small' : ''}">
<h3>${statusMark(status)}<span> <span class="muted screen">Base</span> ${base}</span></h3>
<p>${sentenceMark(summary)}${newerTag === null ? null : html` There is a newer tag, <code>${newerTag}</code>.`}${unlisted === undefined ? null : html` ${sentenceMark(unlisted)}`}</p>
${outage === null ? null : html`<p class="muted">${sentenceMark(outage)}</p>`}
${imageList(images, of)}</div>
`;
}

/** Images beside each other; each opens to show its chain and evidence. */
function imageList(images: readonly ReportImage[], of: Said): Markup {
  const short = images.every(({ reference }) => reference.length <= SHORT_NAME);
  return html`<ul class="images${short ? ' short' : ''}">
${images.map((image) => html`<li>${imageEntry(image, of)}</li>\n`)}</ul>
`;
}

function imageEntry(image: ReportImage, of: Said): Markup {
  const behind = behindWords(image, of.asOf);
  const since =
    behind === null
      ? null
      : html` <time class="muted" datetime="${image.behindSince}" title="behind since ${absoluteTime(image.behindSince ?? '')}">${behind}${overdueWord(image, of) === 'yes' ? ', overdue' : ''}</time>`;
  const snoozed = snoozedWords(image, of.asOf);
  const name = html`${nameMark(image.reference)}${since}${snoozed === null ? null : html` <span class="muted">(${snoozed})</span>`}`;
  const details = evidence(image);
  return details === null ? name : html`<details><summary>${name}</summary>${details}</details>`;
}

/** The image's platforms, its base's digests, and its chain with the evidence; null before its first scan. */
function evidence(image: ReportImage): Markup | null {
  const { lineage, checkedAt, platforms } = image;
  if (lineage === null) return null;
  const { steps, end } = chainInWords(lineage);
  const items = steps.map(
    ({ reference, digest, verdict, evidence: claims }) =>
      html`<li>${nameMark(reference)}${digest === null ? null : html` ${digestMark(digest)}`}${verdict === null ? null : html`<br>${verdict}`}${claims.length === 0 ? null : html`<ul>${claims.map((claim) => html`<li>${claim}</li>`)}</ul>`}</li>`,
  );
  const facts = [
    platforms.length === 0 ? null : html`${platforms.join(', ')}.`,
    movedWords(image),
    checkedAt === null ? null : html`Checked ${absoluteTime(checkedAt)}.`,
  ].filter((fact) => fact !== null);
  return html`<p class="muted">${facts.map((fact) => html`${fact} `)}</p><p class="muted">Chain and evidence</p><ul>${items}<li class="muted">${end}</li></ul>`;
}

/** The old and the new digest of a base that moved; null if the image needs neither a rebase nor a rebuild. */
function movedWords({ action, lineage }: ReportImage): Markup | null {
  const base = lineage?.links[0]?.base;
  if ((action !== 'rebase' && action !== 'rebuild') || base == null) return null;
  const { of, claimed, current } = movedDigests(base) ?? { claimed: null, current: null };
  if (claimed === null || current === null) return null;
  return html`Base’s ${of} ${digestMark(claimed)} → ${digestMark(current)}.`;
}
