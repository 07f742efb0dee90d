import { expect, it } from 'vitest';
import { type Format, LINKED_FORMATS, parseReportPath, REPORT_FORMATS } from './formats.ts';

const ID = 'AbCdEfGhIjKlMnOpQrStUvWx';

it.each([
  [ID, ID, 'page'],
  [`${ID}.json`, ID, 'json'],
  [`${ID}.csv`, ID, 'csv'],
  [`${ID}.md`, ID, 'md'],
  [`${ID}.txt`, `${ID}.txt`, 'page'],
  ['.csv', '', 'csv'],
])('reads /r/%s as the report %s in the format %s', (path, id, format) => {
  expect(parseReportPath(path)).toEqual({ id, format });
});

it('pages link to every format that has an ending', () => {
  const formats: readonly Format[] = Object.values(REPORT_FORMATS);
  const endings = formats.flatMap(({ ending }) => ending || []);
  expect(LINKED_FORMATS.map(({ ending }) => ending)).toEqual(endings);
});
