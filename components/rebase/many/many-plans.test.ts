import { expect, it } from 'vitest';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { manySentence, type PlannedImage, partsOf } from './many-plans.ts';

const BASE = 'r.test/base:1';
const plan = (planId: string, more: Partial<RebasePlanView> = {}) =>
  ({ planId, pushRefusal: null, warnings: [], ...more }) as unknown as RebasePlanView;
const planned = (
  name: string,
  part: Partial<PlannedImage>,
  baseName: string | null = BASE,
): PlannedImage => ({
  image: { reference: `r.test/${name}:1`, baseName },
  plan: null,
  refusal: null,
  ...part,
});

it('runs what has a plan, and says why the rest is left out', () => {
  const parts = partsOf([
    planned('a', { plan: plan('1') }),
    planned('b', { plan: plan('2') }, `r.test/a:1@sha256:${'a'.repeat(64)}`),
    planned('c', { refusal: { words: 'It is already up to date.', isCurrent: true } }),
    planned('d', { refusal: { words: 'Its base is gone.', isCurrent: false } }),
    planned('e', {
      plan: plan('3', {
        pushRefusal: { kind: 'push-disabled', detail: 'Pushing is off.' },
      }),
    }),
  ]);
  expect(
    [...parts].map(([reference, part]) => [reference, part.kind, 'why' in part ? part.why : '']),
  ).toEqual([
    ['r.test/a:1', 'runs', ''],
    [
      'r.test/b:1',
      'left-out',
      'It is based on `r.test/a:1`, which is rebased here: rebase the dependents of `r.test/a:1` after that.',
    ],
    ['r.test/c:1', 'nothing-to-do', 'It is already up to date.'],
    ['r.test/d:1', 'left-out', 'Its base is gone.'],
    ['r.test/e:1', 'left-out', 'Pushing is off.'],
  ]);
  expect(manySentence(parts)).toBe(
    '1 of 5 images will be rebased, each on its own. 3 are left out; their rows say why. 1 needs nothing.',
  );
});

it('leaves out what a person has to confirm', () => {
  const warnings = [{ kind: 'base-by-layers', platform: null, detail: 'By layers alone.' }];
  const parts = partsOf([planned('a', { plan: plan('1', { warnings } as never) })]);
  expect(manySentence(parts)).toBe('None of the 1 image will be rebased. 1 is left out; its row says why.');
});
