// How long does a malicious document of 4 MiB block the main thread? Compared with JSON.parse, which does not check the
// points on which parsers disagree.
import { JsonDocumentError, MANIFEST_LIMITS, parseStrictJson } from '#lib/oci/json/strict-json.ts';
import { median, report } from './measure.ts';

const SIZE = MANIFEST_LIMITS.maxBytes;
const ROUNDS = 5;

/** A list or an object with as many parts as fit. */
function filled(open: string, part: (at: number) => string, close: string): string {
  const parts: string[] = [];
  for (let at = 0, size = 2; ; at += 1) {
    const next = part(at);
    size += next.length + 1;
    if (size > SIZE) return `${open}${parts.join(',')}${close}`;
    parts.push(next);
  }
}

const DOCUMENTS: Readonly<Record<string, string>> = {
  'one object of many keys': filled('{', (at) => `"k${at}":1`, '}'),
  'the same, as many as allowed': filled(
    '{',
    (at) => `"a.key.of.some.length.${String(at).padStart(20, '0')}":1`,
    '}',
  ),
  'many small objects': filled('[', (at) => `{"a${at}":1}`, ']'),
  'deep lists': filled('[', () => `${'['.repeat(60)}${']'.repeat(60)}`, ']'),
  'many short texts': filled('[', () => '"a"', ']'),
  'many escaped texts': filled('[', () => '"\\n"', ']'),
  'one escaped text': `["${'\\n'.repeat(SIZE / 2 - 2)}"]`,
  'one number': `[${'9'.repeat(SIZE - 2)}]`,
  'numbers beyond 2^53': filled('[', () => '9007199254740993', ']'),
  spaces: `[${' '.repeat(SIZE - 2)}]`,
};

/** The duration of a call in milliseconds: the median of a few. */
function milliseconds(act: () => void): number {
  return median(
    Array.from({ length: ROUNDS }, () => {
      const start = performance.now();
      act();
      return performance.now() - start;
    }),
  );
}

for (const [name, text] of Object.entries(DOCUMENTS)) {
  const bytes = new TextEncoder().encode(text);
  let outcome = 'read';
  const ours = milliseconds(() => {
    try {
      parseStrictJson(bytes);
    } catch (error) {
      if (!(error instanceof JsonDocumentError)) throw error;
      outcome = error.message;
    }
  });
  const plain = milliseconds(() => JSON.parse(new TextDecoder().decode(bytes)));
  report(`${name}: ${ours.toFixed(0)} ms, JSON.parse ${plain.toFixed(0)} ms (${outcome})`);
}
