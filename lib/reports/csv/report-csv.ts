import { chainInWords } from '#lib/lineage/words/chain-words.ts';
import type { ReportContent, ReportImage } from '../content/report.ts';
import { ACTION_WORDS } from '../content/report-action.ts';
import { overdueWord } from '../content/report-sentences.ts';
import { formatCsv } from './format-csv.ts';

const COLUMNS: readonly (readonly [title: string, cell: (image: ReportImage) => string | null])[] = [
  ['reference', ({ reference }) => reference],
  ['status', ({ status }) => status],
  ['what to do', ({ action }) => ACTION_WORDS[action].word],
  ['summary', ({ summary }) => summary],
  ['digest', ({ digest }) => digest],
  ['base', ({ baseName }) => baseName],
  ['base digest claimed', ({ baseDigest }) => baseDigest],
  ['base digest then', ({ currentDigest }) => currentDigest],
  ['behind since', ({ behindSince }) => behindSince],
  ['newer tag', ({ newerTag }) => newerTag],
  ['platforms', ({ platforms }) => platforms.join(' ')],
  ['checked at', ({ checkedAt }) => checkedAt],
  ['chain', ({ lineage }) => lineage?.links.map(({ reference }) => reference).join(' > ') ?? null],
  [
    'evidence',
    ({ lineage }) =>
      lineage &&
      chainInWords(lineage)
        .steps.flatMap(({ evidence }) => evidence)
        .join('; '),
  ],
  ['base digest claimed is of', ({ baseDigestKind }) => baseDigestKind ?? null],
  ['base digest then is of', ({ currentDigestKind }) => currentDigestKind ?? null],
  ['not checked since', ({ lineage }) => lineage?.unreachable?.since ?? null],
  ['registry in trouble', ({ lineage }) => lineage?.unreachable?.host ?? null],
  ['last known status', ({ lineage }) => lineage?.lastKnown?.status ?? null],
  ['last known at', ({ lineage }) => lineage?.lastKnown?.checkedAt ?? null],
];

/** A report's images as CSV (RFC 4180): a header and one row for each image. Spreadsheets run no cell as a formula. */
export function reportCsv(content: ReportContent): string {
  const columns =
    content.summary.sla === undefined
      ? COLUMNS
      : [...COLUMNS, ['overdue', (image: ReportImage) => overdueWord(image, content)] as const];
  const rows = content.images.map((image) => columns.map(([, cell]) => cell(image) ?? ''));
  return formatCsv([columns.map(([title]) => title), ...rows]);
}
