import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { WrittenNumber } from './exact-number.ts';
import { JsonDocumentError, MANIFEST_LIMITS, parseStrictJson, parseStrictJsonText } from './strict-json.ts';

const parse = (text: string) => parseStrictJsonText(text);

/** JSON.parse's outcome; `undefined` for what is no JSON. */
function plain(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function strict(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof JsonDocumentError) return undefined;
    throw error;
  }
}

describe('strict JSON', () => {
  it('reads what JSON.parse reads, and writes it back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!text.includes('"__proto__"'));
        expect(JSON.stringify(parse(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('reads nothing that JSON.parse does not, and all else that it does but for keys given twice', () => {
    const parts = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b\\n"',
      '"\\u00',
      '"\\',
      '0',
      '-',
      '1.5',
      '.',
      'e+',
      '01',
      'true',
      'nul',
      ' ',
      '\t',
      '\u00a0',
      '"\u0001"',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 9 }), (words) => {
        const text = words.join('');
        const [ours, theirs] = [strict(text), plain(text)];
        if (ours !== undefined) expect(theirs).not.toBeUndefined();
        else if (theirs !== undefined) expect(() => parse(text)).toThrow(/twice/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['9007199254740993', '-9007199254740993', '1.0', '-0', '1e3', '1E400', '0.10', '9'.repeat(400)])(
    'keeps the number %s as it is written',
    (text) => {
      const [value] = parse(`[${text}]`) as unknown[];
      expect(value).toBeInstanceOf(WrittenNumber);
      expect(String(value)).toBe(text);
      expect(JSON.stringify({ a: [value] })).toBe(`{"a":[${text}]}`);
      expect(canonicalJson({ b: value, a: 1 })).toBe(`{"a":1,"b":${text}}`);
    },
  );

  it.each(['0', '-1', '1.5', '9007199254740991', '1e+21', '0.1'])('reads the number %s as one', (text) => {
    expect(parse(text)).toBe(Number(text));
  });

  it.each<[string, string, RegExp]>([
    ['one level too deep', '['.repeat(65) + ']'.repeat(65), /deeper than 64 levels/],
    ['levels without end', '['.repeat(1_000_000), /deeper than 64 levels/],
    ['too many values', `[${'0,'.repeat(MANIFEST_LIMITS.maxValues)}0]`, /more than 20000 values/],
    [
      'too many keys',
      `{${Array.from({ length: 20_001 }, (_, at) => `"${at}":0`).join()}}`,
      /more than 20000 values/,
    ],
    ['a key twice', '{"a":1,"b":{"a":1},"\\u0061":2}', /the key "a" twice/],
    ['the key __proto__', '{"\\u005f_proto__":{}}', /"__proto__"/],
    ['more after the end', '{} {}', /not valid JSON/],
    ['nothing', ' ', /not valid JSON/],
    ['a byte order mark', '\ufeff{}', /not valid JSON/],
  ])('refuses %s', (_, text, problem) => {
    expect(() => parse(text)).toThrow(problem);
  });

  it('has keys that objects have of themselves', () => {
    const value = parse('{"constructor":1,"toString":2,"hasOwnProperty":3}');
    expect(Object.entries(value as object)).toEqual([
      ['constructor', 1],
      ['toString', 2],
      ['hasOwnProperty', 3],
    ]);
  });

  it('keeps NUL characters and half surrogate pairs', () => {
    const value = parseStrictJson(new TextEncoder().encode('["\\u0000","\\ud800","\u{1f600}"]'));
    expect(value).toEqual(['\0', '\ud800', '\u{1f600}']);
    expect(JSON.stringify(value)).toBe('["\\u0000","\\ud800","\u{1f600}"]');
  });
});
