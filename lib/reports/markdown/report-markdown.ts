import { STATUS, STATUSES } from '#lib/lineage/vocabulary/status.ts';
import { chainInWords } from '#lib/lineage/words/chain-words.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { MISSING_BASE_WORDS } from '#lib/lineage/words/missing-base-words.ts';
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
  reportSla,
} from '../content/report-sentences.ts';
import {
  escapeMarkdown,
  markdownCode,
  markdownParagraphs,
  markdownSentence,
  markdownTable,
} from './escape-markdown.ts';

/** A report as Markdown (CommonMark with GitHub's tables): the content of the page, with text instead of pictures. */
export function reportMarkdown(content: ReportContent): string {
  const blocks = [
    `# ${escapeMarkdown(content.title)}`,
    content.note === null ? '' : markdownParagraphs(content.note),
    reportFacts(content)
      .map(({ term, value }) => `- ${term}: ${escapeMarkdown(value)}`)
      .join('\n'),
    escapeMarkdown(countsSentence(content)),
    escapeMarkdown(reportSla(content) ?? ''),
    escapeMarkdown(reportAdvice(content) ?? ''),
    escapeMarkdown(omittedSentence(content) ?? ''),
    trend(content),
    ...groupImages(content).map((group) => groupTable(group, content.asOf)),
    evidence(content),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function trend({ trend: points }: ReportContent): string {
  if (points.length === 0) return '';
  const known = STATUS.filter((status) => points.some(({ counts }) => (counts[status] ?? 0) > 0));
  const rows = points.map(({ at, counts }) => [
    escapeMarkdown(absoluteTime(at)),
    ...known.map((status) => String(counts[status] ?? 0)),
  ]);
  return `## Trend\n\n${markdownTable(['At', ...known.map((status) => STATUSES[status].word)], rows)}`;
}

function outage(image: ReportImage, asOf: string): string {
  const words = outageWords(image, asOf);
  return words === null ? '' : ` ${markdownSentence(words)}`;
}

function groupTable({ action, images }: ReportGroup, asOf: string): string {
  const { word, means } = ACTION_WORDS[action];
  const rows = images.map((image) => [
    markdownCode(image.reference),
    STATUSES[image.status].word,
    image.baseName === null ? MISSING_BASE_WORDS[image.status] : markdownCode(image.baseName),
    behindWords(image, asOf) ?? '',
    [markdownSentence(image.summary), newer(image), outage(image, asOf)].join(''),
  ]);
  return [
    `## ${word} (${images.length.toLocaleString('en')})`,
    escapeMarkdown(means),
    markdownTable(['Image', 'Status', 'Base image', 'Behind', 'Finding and action'], rows),
  ].join('\n\n');
}

function newer({ newerTag, lineage }: ReportImage): string {
  const unlisted = lineage?.links[0]?.base?.newerTagReason;
  if (unlisted !== undefined) return ` ${markdownSentence(unlisted)}`;
  return newerTag === null ? '' : ` There is a newer tag, ${markdownCode(newerTag)}.`;
}

function evidence({ images }: ReportContent): string {
  const chains = images.flatMap(({ reference, lineage }) => {
    if (lineage === null) return [];
    const { steps, end } = chainInWords(lineage);
    const lines = steps.flatMap(({ reference: step, verdict, evidence: claims }) => [
      `  - ${markdownCode(step)}${verdict === null ? '' : `: ${escapeMarkdown(verdict)}`}`,
      ...claims.map((claim) => `    - ${escapeMarkdown(claim)}`),
    ]);
    return [`- ${markdownCode(reference)}`, ...lines, `  - ${escapeMarkdown(end)}`].join('\n');
  });
  if (chains.length === 0) return '';
  return `## Chains and evidence\n\n${escapeMarkdown(`Of ${counted(chains.length, 'image')}.`)}\n\n${chains.join('\n')}`;
}
