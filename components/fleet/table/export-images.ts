import { type FleetView, imagesPath } from '#lib/api/client/images.ts';
import { requestJson } from '#lib/api/client/request.ts';
import type { ImagePageView, ImageView } from '#lib/api/contract/images/images.ts';
import { formatCsv } from '#lib/reports/csv/format-csv.ts';

export type ExportFormat = 'csv' | 'json';

const PER_PAGE = 1000;

const COLUMNS: readonly (readonly [title: string, cell: (image: ImageView) => string | null])[] = [
  ['reference', ({ reference }) => reference],
  ['status', ({ status }) => status],
  ['summary', ({ summary }) => summary],
  ['digest', ({ digest }) => digest],
  ['base', ({ baseName }) => baseName],
  ['behind since', ({ behindSince }) => behindSince],
  ['platforms', ({ platforms }) => platforms.join(' ')],
  ['checked at', ({ checkedAt }) => checkedAt],
  ['not checked since', ({ unreachableSince }) => unreachableSince],
  ['registry in trouble', ({ unreachable }) => unreachable?.host ?? null],
  ['last known status', ({ lastKnown }) => lastKnown?.status ?? null],
  ['last known at', ({ lastKnown }) => lastKnown?.checkedAt ?? null],
];

/** Every image under the view, all pages of it, in its order. */
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

/** The images as a file's text: CSV with a header, or the JSON that the API answers. */
export function formatImages(images: readonly ImageView[], format: ExportFormat): string {
  if (format === 'json') return `${JSON.stringify({ items: images }, null, 2)}\n`;
  const rows = images.map((image) => COLUMNS.map(([, cell]) => cell(image) ?? ''));
  return formatCsv([COLUMNS.map(([title]) => title), ...rows]);
}

/** Hands a text to the browser as a file to save. */
export function saveFile(name: string, type: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
