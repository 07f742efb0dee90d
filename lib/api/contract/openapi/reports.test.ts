import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Format, REPORT_FORMATS } from '#lib/reports/formats.ts';
import { REPORTS_PATHS } from './reports.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const text = readFileSync(join(ROOT, 'docs', 'sharing.md'), 'utf8');
const formats: readonly [string, Format][] = Object.entries(REPORT_FORMATS);
const withEnding = formats.flatMap(([name, { type, ending }]) =>
  ending === undefined ? [] : [{ name, ending, type: type.split(';')[0] }],
);

it.each(withEnding)('the format $name is described, and documented', ({ ending, type }) => {
  const response = REPORTS_PATHS[`/r/{id}${ending}`]?.get?.responses?.['200'];
  expect(response).toMatchObject({ content: { [type ?? '']: expect.anything() } });
  expect(text).toContain(`\`/r/{id}${ending}\``);
});
