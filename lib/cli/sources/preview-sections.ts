import { type Paint, printable } from '../render/terminal.ts';

const format = new Intl.NumberFormat('en-US');

/** A number with separators. */
export const count = (n: number): string => format.format(n);

/** A number and its noun. */
export const many = (n: number, one: string, more = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : more}`;

/** A title, a line about it, and sections; those without rows are left out. */
export function previewSections(
  paint: Paint,
  title: string,
  line: string,
  sections: readonly (readonly [title: string, rows: readonly string[]])[],
): string {
  const lines = [paint('bold', title), line];
  for (const [heading, rows] of sections) {
    if (rows.length > 0) lines.push('', paint('bold', heading), ...rows.map((row) => `  ${printable(row)}`));
  }
  return `${lines.join('\n')}\n`;
}
