import type { Instruction } from 'dockerfile-ast';

/** An instruction's arguments on one line, without line continuations and the comments between them. */
export function contentOf(instruction: Instruction, escapeSign: string): string {
  return onOneLine(instruction.getRawArgumentsContent() ?? '', escapeSign);
}

/** Text of several lines on one line, without line continuations and the comments between them. */
export function onOneLine(text: string, escapeSign: string): string {
  const continued = new RegExp(`[${escapeSign === '`' ? '`' : '\\\\'}][ \\t]*$`);
  return text
    .split(/\r?\n/)
    .filter((line, at) => at === 0 || !/^\s*(?:#|$)/.test(line))
    .map((line) => line.replace(continued, ''))
    .join('');
}

/** Words separated by spaces outside of quotes; quotes and escapes stay. Reads until `wanted` refuses a word. */
export function wordsOf(
  content: string,
  escapeSign: string,
  wanted: (word: string) => boolean = () => true,
): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < content.length; at += 1) {
    const sign = content[at] ?? '';
    if (quote === '' && /\s/.test(sign)) {
      if (word !== '' && !wanted(word)) return words;
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    word += sign;
    if (sign === escapeSign && quote !== "'") {
      at += 1;
      word += content[at] ?? '';
    } else if (quote === '' ? sign === '"' || sign === "'" : sign === quote) {
      quote = quote === '' ? sign : '';
    }
  }
  return word === '' || !wanted(word) ? words : [...words, word];
}
