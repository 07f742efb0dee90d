import type { ReportCreatedView } from '#lib/api/contract/reports.ts';
import { escapeMarkdown } from '#lib/reports/markdown/escape-markdown.ts';

/** Markup that embeds a report elsewhere. */
export interface Snippet {
  readonly name: string;
  readonly text: string;
  /** What to know before using it; null for nothing. */
  readonly note: string | null;
}

/** The snippets of a report: Markdown, a picture, a frame. */
export function snippetsOf(
  { url, embedUrl }: Pick<ReportCreatedView, 'url' | 'embedUrl'>,
  title: string,
  frameAncestors: readonly string[],
): Snippet[] {
  const words = attribute(title);
  return [
    {
      name: 'Markdown',
      text: `[![${pictureWords(title)}](${url}/graph.svg)](${url})`,
      note: null,
    },
    {
      name: 'Picture',
      text: `<a href="${url}"><img src="${url}/graph.svg" alt="${words}"></a>`,
      note: null,
    },
    {
      name: 'Frame',
      text: `<iframe src="${embedUrl}" title="${words}" width="100%" height="480" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" loading="lazy"></iframe>`,
      note:
        frameAncestors.length > 0
          ? `Works on ${frameAncestors.join(', ')}.`
          : 'No page may frame it yet: list the allowed ones in baseboard.yaml, under embed.frameAncestors.',
    },
  ];
}

/** A title as a picture's text within a link, without brackets: Markdown parsers differ on escaped ones. */
function pictureWords(title: string): string {
  return escapeMarkdown(
    title
      .replace(/[[\]()<>\\`]/g, ' ')
      .replace(/ {2,}/g, ' ')
      .trim(),
  );
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
