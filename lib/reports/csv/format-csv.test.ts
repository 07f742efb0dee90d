import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsv, parseCsv } from './format-csv.ts';

describe('formatCsv', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['a=1', 'a=1'],
    [' =1+1', "' =1+1"],
    ['＝1+1', "'＝1+1"],
    ['red \u001b[31m and \u0007', 'red \\u{1b}[31m and \\u{7}'],
    ['\u009b0m\u0000', '\\u{9b}0m\\u{0}'],
  ])('%j becomes %j', (field, written) => {
    expect(formatCsv([[field]])).toBe(`${written}\r\n`);
  });

  it('is parsed back unchanged if nothing had to be escaped', () => {
    const field = fc.string().filter((text) => !/^\s*[=+\-@]|^[\t\r\n]|\r$|^$/.test(text));
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        expect(parseCsv(formatCsv(rows))).toEqual(rows);
      }),
    );
  });

  it('never starts a field like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (field) => {
        expect(formatCsv([[field]])).not.toMatch(/^"?[=+\-@\t\r](?!\n$)/);
        expect(formatCsv([[field]])).not.toMatch(/[^\P{Cc}\t\r\n]/u);
      }),
    );
  });
});

describe('parseCsv', () => {
  it.each([
    [
      'a;b\nc;d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\tb', [['a', 'b']]],
    ['one\r\ntwo\r\n', [['one'], ['two']]],
    ['"a, b",c', [['a, b', 'c']]],
    ['', []],
  ])('%j', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });
});
