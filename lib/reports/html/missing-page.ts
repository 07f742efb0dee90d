import { htmlDocument } from './html-document.ts';
import { html } from './html-template.ts';

/** The page for a report that cannot be shown. It is always the same, so that it reveals no reason. */
export function missingPage(): string {
  return htmlDocument(
    'Report not found · Baseboard',
    html`<main class="missing">
<h1>Report not found</h1>
<p class="muted">The link may be incomplete, or its author has revoked it. Ask the author for a new link.</p>
</main>`,
  );
}
