import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsv, parseCsv } from './csv.ts';

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
  ])('%j becomes %j', (field, written) => {
    expect(formatCsv([[field]])).toBe(`${written}\r\n`);
  });

  it('is read back as it was written, where nothing had to be defused', () => {
    const field = fc.string().filter((text) => !/^[=+\-@\t\r]|\r$|^$/.test(text));
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        expect(parseCsv(formatCsv(rows))).toEqual(rows);
      }),
    );
  });

  it('never begins a field like a formula', () => {
    fc.assert(
      fc.property(fc.string(), (field) => {
        expect(formatCsv([[field]])).not.toMatch(/^"?[=+\-@\t\r](?!\n$)/);
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
