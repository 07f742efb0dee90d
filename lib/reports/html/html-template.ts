import { escapeHtml } from '#lib/sharing/escape-html.ts';

/** HTML that is safe to insert as it is, unlike plain text. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A value in a template: text is escaped, markup is inserted as it is, lists are joined, null and undefined are empty. */
export type Part = string | number | Markup | null | undefined | readonly Part[];

/**
 * Builds markup from a template literal and escapes its parts. Parts may only be placed between elements and inside
 * quoted attributes: the five characters that are escaped are enough in both places.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const joined = strings.map(
    (words, index) => words + (index < parts.length ? escapePart(parts[index]) : ''),
  );
  return new Markup(joined.join(''));
}

/** Marks text as safe HTML, such as an SVG whose parts are escaped already. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function escapePart(part: Part): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(escapePart).join('');
  return escapeHtml(String(part));
}
