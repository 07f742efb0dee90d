/** Parses CSV (RFC 4180). The separator is a comma; if the first line has none, a semicolon or else a tab. */
export function parseCsv(text: string): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === separator || character === '\n') {
      row.push(field.replace(/\r$/, ''));
      field = '';
      if (character === '\n') {
        rows.push(row);
        row = [];
      }
    } else field += character;
  }
  if (field !== '' || row.length > 0) rows.push([...row, field.replace(/\r$/, '')]);
  return rows;
}

/** Formats CSV (RFC 4180, CRLF). Fields are quoted if necessary, and formulas escaped. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(formatField).join(',')}\r\n`).join('');
}

/** Control characters, which a terminal would interpret (RFC 4180 allows line breaks only). */
const CONTROLS = /[^\P{Cc}\t\r\n]/gu;

/**
 * Spreadsheets run a field that starts like a formula, and anyone can choose a name in a registry. An apostrophe in
 * front makes it text (OWASP, CSV Injection). Control characters are written as `\u{1b}`.
 */
function formatField(field: string): string {
  const shown = field.replace(CONTROLS, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
  const safe = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function separatorOf(text: string): string {
  const first = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'));
  if (first.includes(',')) return ',';
  return first.includes(';') ? ';' : '\t';
}
