import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROBLEM_CODES } from './problem-codes.ts';

const doc = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'errors.md'), 'utf8');

it('docs/errors.md contains the table’s text for every code, and no others', () => {
  const sections = doc
    .split(/^## /m)
    .slice(1)
    .map((section) => section.trim());
  const expected = Object.entries(PROBLEM_CODES).map(
    ([code, { status, title, meaning, remedy }]) =>
      `\`${code}\`\n\n**${title}.** HTTP ${status}. ${meaning}\n\n${remedy}`,
  );
  expect(sections).toEqual(expected);
});

it('every status is an HTTP error status', () => {
  for (const { status } of Object.values(PROBLEM_CODES)) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
  }
});
