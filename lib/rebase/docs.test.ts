// docs/rebase.md is what clients are written from: its refusals are held to the code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REFUSAL_KIND } from './rebase.ts';

it('explains every refusal', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'rebase.md'), 'utf8');
  const table = text.split('| `refusal.kind` | When |')[1]?.split('\n\n')[0] ?? '';
  const kinds = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)]);
  expect(kinds.map(([, kind]) => kind).toSorted()).toEqual(REFUSAL_KIND.toSorted());
});
