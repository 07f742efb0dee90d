import { htmlDocument, sentenceMark } from '#lib/reports/html/html-document.ts';
import { html, type Markup } from '#lib/reports/html/html-template.ts';
import { PROBLEM_CODES, PROBLEMS_PATH, type ProblemCode, problemType } from '../contract/problem-codes.ts';

/** The HTML page of an error code, which a problem's `type` links to. */
export function problemPage(code: ProblemCode): string {
  const { status, title, meaning, remedy } = PROBLEM_CODES[code];
  return htmlDocument(
    `${title} · Baseboard`,
    html`<main>
<h1>${title}</h1>
<dl><div><dt>code</dt><dd><code>${code}</code></dd></div><div><dt>HTTP status</dt><dd>${status}</dd></div></dl>
<h2>What happened</h2>
<p>${sentenceMark(meaning)}</p>
<h2>What to do</h2>
<p>${sentenceMark(remedy)}</p>
<p><a href="${PROBLEMS_PATH}">All error codes</a></p>
</main>`,
  );
}

/** The page that lists every error code. */
export function problemsPage(): string {
  return htmlDocument(
    'Error codes · Baseboard',
    html`<main>
<h1>Error codes</h1>
<p>Every error answer of the API is <code>application/problem+json</code> (RFC 9457). Its <code>code</code> is stable.</p>
<table><thead><tr><th>Status</th><th>Code</th><th>Title</th></tr></thead><tbody>
${(Object.keys(PROBLEM_CODES) as ProblemCode[]).map(problemRow)}
</tbody></table>
</main>`,
  );
}

function problemRow(code: ProblemCode): Markup {
  const { status, title } = PROBLEM_CODES[code];
  return html`<tr><td>${status}</td><td><a href="${problemType(code)}"><code>${code}</code></a></td><td>${title}</td></tr>
`;
}
