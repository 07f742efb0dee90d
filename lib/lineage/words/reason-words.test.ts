import { expect, it } from 'vitest';
import { REASON_KIND, type Reason, reasonSchema } from '../verdict/reason.ts';
import { reasonSentence, reasonSentences } from './reason-words.ts';

const FACTS = {
  ...{ host: 'q.io', error: 'unreachable', code: 'SERVER_ERROR', status: 503, detail: 'it answered 503' },
  ...{
    limit: 256,
    inputs: 1,
    steps: 2,
    platform: 'linux/amd64',
    basePlatform: 'linux/arm64',
    bestMatch: true,
  },
  ...{ unit: 'requests', text: 'as it was', written: 'sha', name: 'q.io/os:1', repository: 'q.io/os' },
  ...{ cause: { kind: 'tag-gone' }, because: [] },
};

/** A reason of a kind, with facts that fit it. */
function reasonOf(kind: string): Reason {
  const read = ['image', 'name'].flatMap((of) => reasonSchema.safeParse({ ...FACTS, kind, of }).data ?? []);
  const [reason] = read;
  if (reason === undefined) throw new Error(`no facts fit ${kind}`);
  return reason;
}

it.each(REASON_KIND)('%s is one sentence', (kind) => {
  expect(reasonSentence(reasonOf(kind))).toMatch(/^\P{Ll}.*[^.]\.$|^q\.io/u);
});

it('has each kind once', () => {
  expect(new Set(REASON_KIND).size).toBe(REASON_KIND.length);
});

it('joins reasons, and gives a claim that is not followed a sentence of its own', () => {
  expect(reasonSentences([])).toBeNull();
  expect(
    reasonSentences([
      { kind: 'spaces-around', of: 'name' },
      { kind: 'recompressed' },
      { kind: 'same-layers' },
    ]),
  ).toBe(
    'Its name has spaces around it; the base’s layers have the same content but were recompressed. It has the same layers, and layers cannot show which name was used.',
  );
});
