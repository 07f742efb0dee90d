/** JSON with comments and trailing commas (as dev containers have it) as JSON; every character keeps its line. */
export function withoutJsonComments(text: string): string {
  if (!/\/[/*]|,\s*[}\]]/.test(text)) return text;
  const parts: string[] = [];
  // The place of a comma in the parts after which nothing but space came.
  let comma = -1;
  for (let at = 0; at < text.length; ) {
    const sign = text[at] ?? '';
    const two = text.slice(at, at + 2);
    if (two === '//' || two === '/*') {
      const close = two === '//' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 2;
      const end = close < at + 2 ? text.length : close;
      parts.push(text.slice(at, end).replace(/[^\n]/g, ' '));
      at = end;
      continue;
    }
    if ((sign === '}' || sign === ']') && comma >= 0) parts[comma] = ' ';
    if (!/\s/.test(sign)) comma = sign === ',' ? parts.length : -1;
    const end = sign === '"' ? endOfString(text, at) : at + 1;
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts.join('');
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\\') at += 1;
    else if (sign === '"') return at + 1;
    else if (sign === '\n') return at;
  }
  return text.length;
}
