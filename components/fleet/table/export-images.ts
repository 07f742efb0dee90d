import { type FleetView, imagesPath } from '#lib/api/client/images.ts';
import { requestJson } from '#lib/api/client/request.ts';
import type { ImagePageView, ImageView } from '#lib/api/contract/images/images.ts';
import { MISSING_BASE_WORDS } from '#lib/lineage/words/missing-base-words.ts';
import { formatCsv } from '#lib/reports/csv/format-csv.ts';

export type ExportFormat = 'csv' | 'json';

const PER_PAGE = 1000;

const COLUMNS: readonly (readonly [title: string, cell: (image: ImageView) => string | null])[] = [
  ['reference', ({ reference }) => reference],
  ['status', ({ status }) => status],
  ['summary', ({ summary }) => summary],
  ['digest', ({ digest }) => digest],
  ['base', ({ baseName, status }) => baseName ?? MISSING_BASE_WORDS[status]],
  ['behind since', ({ behindSince }) => behindSince],
  ['platforms', ({ platforms }) => platforms.join(' ')],
  ['checked at', ({ checkedAt }) => checkedAt],
  ['not checked since', ({ unreachableSince }) => unreachableSince],
  ['registry in trouble', ({ unreachable }) => unreachable?.host ?? null],
  ['last known status', ({ lastKnown }) => lastKnown?.status ?? null],
  ['last known at', ({ lastKnown }) => lastKnown?.checkedAt ?? null],
  ['owner', ({ owner }) => owner],
  ['pods', ({ running }) => running && String(running.pods)],
  ['outdated pods', ({ running }) => running && String(running.outdated)],
  ['sources', ({ sources }) => sources.map(({ name }) => name).join(', ')],
  ['pods that cannot pull', ({ running }) => running && String(running.cannotPull)],
];

/** Every image of a view, from all its pages, in order. */
export async function collectImages(view: FleetView): Promise<ImageView[]> {
  const images: ImageView[] = [];
  let cursor: string | undefined;
  do {
    const page = await requestJson<ImagePageView>(imagesPath(view, cursor, PER_PAGE));
    images.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return images;
}

/** The images as text: CSV with a header, or the API's JSON. */
export function formatImages(images: readonly ImageView[], format: ExportFormat): string {
  if (format === 'json') return `${JSON.stringify({ items: images }, null, 2)}\n`;
  const rows = images.map((image) => COLUMNS.map(([, cell]) => cell(image) ?? ''));
  return formatCsv([COLUMNS.map(([title]) => title), ...rows]);
}
