// docs/verdicts.md explains every word of a verdict: its tables are compared with the vocabulary.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EVIDENCE_KIND } from './vocabulary/evidence.ts';
import { FRESHNESS } from './vocabulary/freshness.ts';
import { STATUS } from './vocabulary/status.ts';
import { VERIFICATION } from './vocabulary/verification.ts';

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'verdicts.md'), 'utf8');

it.each<[string, string, readonly string[]]>([
  ['evidence', '| Evidence | Level | Written by |', EVIDENCE_KIND],
  ['verification', '| State | Rule |\n', VERIFICATION],
  ['freshness', '| State | Rule | What to do |', FRESHNESS],
  ['status', '| Status | Rule |', STATUS],
])('explains every %s', (_, head, words) => {
  const table = text.split(head)[1]?.split('\n\n')[0] ?? '';
  const explained = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, word]) => word);
  expect(explained.toSorted()).toEqual(words.toSorted());
});
