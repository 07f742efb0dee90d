import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FILTER_KEY_TABLE, FILTER_KEYS } from '../vocabulary/filter-keys.ts';

it('docs/filters.md has a row for every key', () => {
  const document = readFileSync('docs/filters.md', 'utf8');
  const rows = document.match(/^\| `[a-z]+:` \|.*$/gm) ?? [];
  expect(rows).toEqual(
    FILTER_KEYS.map((key) => {
      const { meaning, example } = FILTER_KEY_TABLE[key];
      return `| \`${key}:\` | ${meaning.charAt(0).toLowerCase()}${meaning.slice(1)} | \`${example}\` |`;
    }),
  );
});
