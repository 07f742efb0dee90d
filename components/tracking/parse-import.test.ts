import { describe, expect, it } from 'vitest';
import { parseImport } from './parse-import.ts';

const A = 'docker.io/library/a:1';
const B = 'docker.io/library/b:2';

describe('parseImport', () => {
  it.each([
    ['lines', 'a:1\nb:2'],
    ['a byte order mark', '\uFEFFa:1\nb:2'],
    ['a JSON array of strings', '["a:1","b:2"]'],
    ['a JSON array of objects', '[{"reference":"a:1"},{"image":"b:2"}]'],
    [
      'an export of Baseboard',
      '{"items":[{"id":"x","reference":"a:1"},{"reference":"b:2"}],"nextCursor":null}',
    ],
    ['CSV with a header', 'team,image\nx,a:1\ny,"b:2"'],
    ['CSV with semicolons', 'Reference;Team\na:1;x\nb:2;y'],
    ['CSV without a header', 'a:1,x\nb:2,y'],
    ['one column with a header', 'image\na:1\nb:2'],
    ['a Dockerfile', 'FROM a:1\nFROM b:2'],
  ])('%s', async (_, text) => {
    expect(await parseImport(text)).toEqual({ references: [A, B], problems: [] });
  });

  it.each([
    ['broken JSON', '["a:1",', 'not valid JSON'],
    ['JSON without a list', '{"a":1}', 'array'],
    ['an item without a name', '[{"tag":"1"}]', 'Item 1'],
    ['a malformed reference in CSV', 'image,x\nBAD/Name,1', 'lower case'],
  ])('refuses %s', async (_, text, words) => {
    const { references, problems } = await parseImport(text);
    expect(references).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).toContain(words);
  });
});
