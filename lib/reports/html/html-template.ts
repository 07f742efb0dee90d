import { escapeHtml } from '#lib/sharing/escape-html.ts';

/** Markup that was made here, as against text of anybody's. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, markup is not, lists are joined, nothing is left out. */
export type Part = string | number | Markup | null | undefined | readonly Part[];

/**
 * HTML of a template's own words around escaped parts. Attributes are always written in quotes: within them, and
 * between elements, the five characters that matter are escaped, and there is no third place that parts stand in.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const joined = strings.map(
    (words, index) => words + (index < parts.length ? escapePart(parts[index]) : ''),
  );
  return new Markup(joined.join(''));
}

/** Text of our own that is markup already: an SVG that escaped its parts itself. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function escapePart(part: Part): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(escapePart).join('');
  return escapeHtml(String(part));
}
