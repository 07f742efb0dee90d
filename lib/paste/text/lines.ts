import { type Collector, quoteOf } from '../paste.ts';
import { hasPrompt, isCommand, readCommands } from './commands.ts';
import { imageOfPage } from './page-address.ts';
import { isOtherTableHead, readTableHead, readTableRow } from './tables.ts';

/** The most characters of a line that is read; no reference and no command is longer. */
const MAX_LINE = 8192;

/**
 * Reads a text line by line: references, commands, addresses of pages, and tables that commands print. A comment is
 * skipped; every other line that names no image is left out with a reason.
 */
export function readLines(text: string, into: Collector): void {
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const number = at + 1;
    if (line.length > MAX_LINE && !line.includes(' ')) {
      into.leftOut({ line: number, text: quoteOf(line), problem: 'This line is too long to be an image.' });
      continue;
    }
    const head = readTableHead(line);
    if (head !== undefined) {
      while (at + 1 < lines.length && !endsTable(lines[at + 1] ?? '')) {
        at += 1;
        readTableRow(head, lines[at] ?? '', at + 1, into);
      }
    } else if (isOtherTableHead(line)) {
      const problem =
        'This table has no column of images. Add “-o json” to the command and paste its output.';
      into.leftOut({ line: number, text: quoteOf(line), problem });
      while (at + 1 < lines.length && !endsTable(lines[at + 1] ?? '')) at += 1;
    } else if (isCommand(line)) {
      let command = line;
      while (/\\\s*$/.test(command) && at + 1 < lines.length && command.length < MAX_LINE) {
        at += 1;
        command = `${command.replace(/\\\s*$/, '')} ${lines[at] ?? ''}`;
      }
      readCommandLine(command, number, isFollowedByOutput(lines, at + 1), into);
    } else readWords(line, number, into);
  }
}

function endsTable(line: string): boolean {
  return line.trim() === '' || hasPrompt(line) || readTableHead(line) !== undefined;
}

/** True if the next line with text is no command: then it is what the command printed. */
function isFollowedByOutput(lines: readonly string[], from: number): boolean {
  for (let at = from; at < Math.min(lines.length, from + 5); at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() !== '') return !isCommand(line) && !hasPrompt(line);
  }
  return false;
}

function readCommandLine(command: string, line: number, hasOutput: boolean, into: Collector): void {
  for (const finding of readCommands(command)) {
    if (finding.kind === 'image') {
      const variable = /\$\{?(\w+)/.exec(finding.text)?.[1];
      if (variable === undefined) {
        into.found({ line, text: finding.text, format: 'command', place: finding.command });
      } else {
        const problem = `“${quoteOf(finding.text)}” depends on the variable ${variable}, whose value is not known here.`;
        into.leftOut({ line, text: quoteOf(command), problem });
      }
    } else if (finding.kind === 'nothing') {
      into.leftOut({
        line,
        text: quoteOf(command),
        problem: `“${finding.command}” names no image to track.`,
      });
    } else if (!hasOutput) {
      const problem = `“${finding.command}” prints images. Run it and paste what it prints.`;
      into.leftOut({ line, text: quoteOf(command), problem });
    }
  }
}

const IMAGE_KEY = /^(?:- )?image: ?["']?([^"'\s#]+)/;
const DOUBT = 'A word without a registry, a tag or a digest, among other words.';

/** Words of a line: all are read as references, but a bare one among others may be prose, so it is in doubt. */
function readWords(raw: string, line: number, into: Collector): void {
  const text = raw.trim();
  if (text === '' || /^(?:#|\/\/|```|~~~)/.test(text)) return;
  // The legend that `docker images` of Docker 29 prints above its table.
  if (/^i Info → {1,3}U {1,2}In Use$/.test(text)) return;
  if (hasPrompt(raw)) {
    const problem = 'Baseboard reads no image in this command.';
    into.leftOut({ line, text: quoteOf(text), problem });
    return;
  }
  const image = IMAGE_KEY.exec(text)?.[1];
  if (image !== undefined) {
    into.found({ line, text: image, format: 'yaml' });
    return;
  }
  // A bullet, a mail's quotation mark, a prompt.
  const parts = text.replace(/^(?:[-*•>]\s+)+/, '').split(/[,;]+/);
  for (const part of parts) {
    const words = part.split(/\s+/).filter((word) => word !== '');
    for (const word of words) readWord(unwrapped(word), line, words.length > 1, into);
  }
}

function readWord(word: string, line: number, isAmongOthers: boolean, into: Collector): void {
  if (word === '') return;
  const page = imageOfPage(word);
  if (page !== undefined && 'problem' in page) {
    into.leftOut({ line, text: quoteOf(word), problem: page.problem });
    return;
  }
  if (page !== undefined) {
    into.found({ line, text: page.reference, format: 'page' });
    return;
  }
  const isBare = !/[/:@]/.test(word);
  into.found({
    line,
    text: word,
    format: 'reference',
    ...(isAmongOthers && isBare ? { doubt: DOUBT } : {}),
  });
}

/** A word without the quotes, brackets and backticks around it. */
function unwrapped(word: string): string {
  return word.replace(/^["'`(<]+/, '').replace(/["'`)>]+$/, '');
}
