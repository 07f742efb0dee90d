import { parsePaste, readCandidates } from '#lib/paste/parse-paste.ts';
import type { Candidate, Paste } from '#lib/paste/paste.ts';
import { parseCsv } from '#lib/reports/csv/format-csv.ts';

/** Column and key names under which lists name an image. */
const IMAGE_KEYS = ['reference', 'image', 'images', 'ref', 'name'];

/**
 * Reads a list of images from a file or a paste: a JSON array (of strings, or of objects with `reference` or
 * `image`), CSV with such a column (else the first), or lines as {@link parsePaste} reads them.
 */
export async function parseImport(text: string): Promise<Paste> {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (/^[[{]/.test(trimmed) && !/^\[[0-9a-fA-F:]+\]/.test(trimmed)) return parseJsonList(trimmed);
  const header = trimmed.split(/\r?\n/, 1)[0] ?? '';
  const columns = header.split(/[,;\t]/).map((name) => name.trim().replaceAll('"', '').toLowerCase());
  const hasHeader = columns.some((name) => IMAGE_KEYS.includes(name));
  if (hasHeader || (columns.length > 1 && !/\s/.test(header))) return parseTable(trimmed, columns, hasHeader);
  return parsePaste(trimmed);
}

function parseTable(text: string, columns: readonly string[], hasHeader: boolean): Paste {
  const key = IMAGE_KEYS.find((name) => columns.includes(name));
  const column = key === undefined ? 0 : columns.indexOf(key);
  const candidates = parseCsv(text).flatMap((row, index): Candidate[] => {
    const cell = row[column]?.trim() ?? '';
    return cell === '' || (hasHeader && index === 0) ? [] : [{ line: index + 1, text: cell }];
  });
  return readCandidates(candidates);
}

function parseJsonList(text: string): Paste {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse(text, 'It begins like JSON but is none: expected an array of references.');
  }
  const list = Array.isArray(parsed) ? parsed : listWithin(parsed);
  if (list === undefined) return refuse(text, 'Expected a JSON array of references.');
  const problems: { line: number; text: string; problem: string }[] = [];
  const candidates = list.flatMap((item: unknown, index): Candidate[] => {
    const reference = referenceOf(item);
    if (reference !== undefined) return [{ line: index + 1, text: reference }];
    const problem = `Item ${index + 1} has neither a reference nor an image.`;
    problems.push({ line: index + 1, text: JSON.stringify(item).slice(0, 80), problem });
    return [];
  });
  const read = readCandidates(candidates);
  return { references: read.references, problems: [...problems, ...read.problems] };
}

/** `{ "items": […] }` is how Baseboard's own API and exports write lists. */
function listWithin(value: unknown): unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value).find((member): member is unknown[] => Array.isArray(member));
}

function referenceOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  if (typeof item !== 'object' || item === null) return undefined;
  const entry = Object.entries(item).find(
    ([key, value]) => IMAGE_KEYS.includes(key.toLowerCase()) && typeof value === 'string',
  );
  return entry?.[1];
}

function refuse(text: string, problem: string): Paste {
  return { references: [], problems: [{ line: 1, text: text.slice(0, 80), problem }] };
}
