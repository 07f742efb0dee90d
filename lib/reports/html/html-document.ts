import { STATUSES, type Status } from '#lib/lineage/vocabulary/status.ts';
import { sentenceParts } from '#lib/lineage/words/sentence.ts';
import { isDigest, shortDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import type { ReportContent } from '../content/report.ts';
import { countsOf } from '../content/report-sentences.ts';
import { countsBarSvg, statusIconSvg } from '../pictures/report-pictures.ts';
import { html, type Markup, type Part, trusted } from './html-template.ts';
import { STYLESHEET } from './stylesheet.ts';

/** Where a report is served: the server's origin, such as `https://baseboard.example.com`, and the link's id. */
export interface ReportAddress {
  readonly origin: string;
  readonly id: string;
}

/** A complete HTML document: no scripts, one style element, and only this server's fonts and pictures. */
export function htmlDocument(
  title: string,
  body: Markup,
  { head, embedded = false }: { readonly head?: Part; readonly embedded?: boolean } = {},
): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="/icon.svg">
${head}<style>${trusted(STYLESHEET)}</style>
</head>
<body class="${embedded ? 'embed' : 'page'}">
${body}
</body>
</html>
`.text;
}

/** A status as colour, icon and word. */
export function statusMark(status: Status): Markup {
  return html`<span class="status ink-${status}">${trusted(statusIconSvg(status))}${STATUSES[status].word}</span>`;
}

/** How many images have each status: the bar, and its legend in words. */
export function countsBlock(content: Pick<ReportContent, 'summary'>): Markup {
  const legend = countsOf(content).map(
    ({ status, count }) => html`<li><b>${count.toLocaleString('en')}</b> ${statusMark(status)}</li>`,
  );
  return html`${trusted(countsBarSvg(content, 'var'))}<ul class="counts">${legend}</ul>`;
}

/** A reference in full: registry dimmed, repository plain, tag strong. */
export function nameMark(name: string): Markup {
  const reference = isDigest(name) ? undefined : tryParseReference(name);
  if (reference === undefined) return html`<code>${name}</code>`;
  const { registry, repository, tag, digest } = reference;
  const end = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  return html`<code><span class="muted">${breakable(`${registry}/`)}</span>${breakable(repository)}<b>${breakable(end)}</b></code>`;
}

/** A name that may wrap after a slash, before a tag's `:` and before `@`, so that a line breaks there first. */
function breakable(name: string): Part {
  return name
    .split(/(?<=\/)|(?=@)|(?<!@[a-z0-9]+)(?=:)/)
    .map((part, index) => (index === 0 ? part : html`<wbr>${part}`));
}

/** A shortened digest; the whole digest shows on hover. */
export function digestMark(digest: string): Markup {
  return html`<code title="${digest}">${isDigest(digest) ? shortDigest(digest) : digest}</code>`;
}

/** A sentence; names in backticks become code elements. */
export function sentenceMark(sentence: string): Markup {
  return html`${sentenceParts(sentence).map(({ text, isName }) => (isName ? html`<code>${breakable(text)}</code>` : text))}`;
}
