import { expect, it } from 'vitest';
import { parseReportPath } from './formats.ts';

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
