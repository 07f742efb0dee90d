import { parseCsv } from '#lib/reports/csv/format-csv.ts';
import { IMAGE_KEYS } from '../image-row.ts';
import type { Collector } from '../paste.ts';

/** The column of a CSV text that holds images, and whether its first line is a heading; undefined if it is no CSV. */
export function imageColumn(text: string): { column: number; hasHeader: boolean } | undefined {
  const header = text.slice(0, 4096).split(/\r?\n/, 1)[0] ?? '';
  const columns = header.split(/[,;\t]/).map((name) => name.trim().replaceAll('"', '').toLowerCase());
  const key = IMAGE_KEYS.find((name) => columns.includes(name));
  if (key !== undefined) return { column: columns.indexOf(key), hasHeader: true };
  // Without a heading, commas may as well separate images: then it is a list.
  const isList = columns.slice(1).some((cell) => cell === '' || /[/@]/.test(cell));
  const isTable = columns.length > 1 && !/\s/.test(header) && !isList && text.includes('\n');
  return isTable ? { column: 0, hasHeader: false } : undefined;
}

/** The images in one column of a CSV text. */
export function readCsv(text: string, column: number, hasHeader: boolean, into: Collector): void {
  for (const [index, row] of parseCsv(text).entries()) {
    const cell = row[column]?.trim() ?? '';
    if (cell !== '' && !(hasHeader && index === 0))
      into.found({ line: index + 1, text: cell, format: 'csv' });
  }
}
