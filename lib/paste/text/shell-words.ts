/** A character that no word contains: it separates the commands of a line. */
const SEPARATOR = Symbol('command separator');

/**
 * The commands of a shell line as words (POSIX shell, § 2.2 Quoting and § 2.9.2): separated by `;`, `&`, `&&`, `|` and
 * `||`, without quotes, comments and redirections. Variables stay as they are written.
 */
export function shellCommands(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const word of shellWords(line)) {
    if (word === SEPARATOR) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands.filter((words) => words.length > 0);
}

function shellWords(line: string): (string | typeof SEPARATOR)[] {
  const words: (string | typeof SEPARATOR)[] = [];
  let word: string | undefined;
  let isTarget = false;
  const end = () => {
    if (word !== undefined && !isTarget) words.push(word);
    if (word !== undefined) isTarget = false;
    word = undefined;
  };
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? '';
    if (sign === "'" || sign === '"') {
      const close = closingQuote(line, at);
      word = (word ?? '') + line.slice(at + 1, close).replace(sign === '"' ? /\\(["\\$`])/g : /(?!)/, '$1');
      at = close;
    } else if (sign === '\\') {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else if (/\s/.test(sign)) end();
    else if (sign === '#' && word === undefined) break;
    else if (sign === '>' || sign === '<') {
      // What a redirection names is a file: `2>&1`, `> images.txt`.
      if (word !== undefined && /^\d$/.test(word)) word = undefined;
      end();
      while (line[at + 1] === '>' || line[at + 1] === '<' || line[at + 1] === '&') at += 1;
      isTarget = true;
    } else if (sign === ';' || sign === '&' || sign === '|') {
      end();
      words.push(SEPARATOR);
    } else word = (word ?? '') + sign;
  }
  end();
  return words;
}

/** The place of the quote that closes the one at `at`, or the end of the line. */
function closingQuote(line: string, at: number): number {
  const quote = line[at];
  for (let next = at + 1; next < line.length; next += 1) {
    if (line[next] === '\\' && quote === '"') next += 1;
    else if (line[next] === quote) return next;
  }
  return line.length;
}
