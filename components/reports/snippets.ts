import type { ReportCreatedView } from '#lib/api/contract/reports.ts';
import { escapeMarkdown } from '#lib/reports/markdown/escape-markdown.ts';
import { escapeHtml } from '#lib/sharing/escape-html.ts';

/** Words to paste that show a report somewhere else. */
export interface Snippet {
  readonly name: string;
  readonly text: string;
  /** What one must know; null for nothing. */
  readonly note: string | null;
}

/** A report's link as other pages take it: framed, as a picture, as Markdown. */
export function snippetsOf(
  { url, embedUrl }: Pick<ReportCreatedView, 'url' | 'embedUrl'>,
  title: string,
  frameAncestors: readonly string[],
): Snippet[] {
  const words = escapeHtml(title);
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
          : 'No page may frame it yet: name those that may in baseboard.yaml, under embed.frameAncestors.',
    },
  ];
}

/** A title as the words of a picture within a link, where readers of Markdown differ on escaped brackets. */
function pictureWords(title: string): string {
  return escapeMarkdown(
    title
      .replace(/[[\]()<>\\`]/g, ' ')
      .replace(/ {2,}/g, ' ')
      .trim(),
  );
}
