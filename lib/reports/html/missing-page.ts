import { documentOf } from './html-document.ts';
import { html } from './html-template.ts';

/** What stands where no report can be read: one answer, whatever the reason. */
export function missingPage(): string {
  return documentOf(
    'No report · Baseboard',
    html`<main class="missing">
<h1>There is no report here</h1>
<p class="muted">The link may be cut short, or whoever made the report has ended it.</p>
</main>`,
  );
}
