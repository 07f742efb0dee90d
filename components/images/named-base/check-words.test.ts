import { expect, it } from 'vitest';
import type { BaseCheckView } from '#lib/api/contract/declared-bases.ts';
import { adviceSentence, agreementWords, outcomeSentence } from './check-words.ts';

const platform = (more: object) =>
  ({
    compared: {},
    agreeing: 2,
    baseLayers: 2,
    imageLayers: 5,
    ...more,
  }) as unknown as BaseCheckView['platforms'][number];
const check = (more: object) =>
  ({
    reference: 'r.test/fax:1',
    base: 'docker.io/library/debian:12',
    unread: null,
    notCompared: 0,
    ...more,
  }) as unknown as BaseCheckView;

it.each([
  [{}, '2 of 2 base layers agree; the image adds 3'],
  [{ agreeing: 1, baseLayers: 1 }, '1 of 1 base layer agrees; the image adds 4'],
  [{ imageLayers: 2 }, '2 of 2 base layers agree; the image adds none'],
  [{ agreeing: 0 }, '0 of 2 base layers agree; layer 1 differs'],
  [{ agreeing: 2, baseLayers: 3, imageLayers: 2 }, '2 of 3 base layers agree; layer 3 is not in the image'],
  [{ compared: null }, 'Nothing to compare with'],
])('%j: %s', (more, words) => expect(agreementWords(platform(more))).toBe(words));

it.each([
  ['verified', '`r.test/fax:1` is based on `debian:12`: the layers prove it.', undefined],
  ['contradicted', '`r.test/fax:1` is not based on `debian:12`: the layers contradict it.', /another digest/],
  ['unverifiable', 'The layers do not prove that `r.test/fax:1` is based on `debian:12`.', /name it/],
])('%s says what was found and what to do', (verification, sentence, advice) => {
  expect(outcomeSentence(check({ verification }))).toBe(sentence);
  if (advice === undefined) expect(adviceSentence(check({ verification }))).toBeUndefined();
  else expect(adviceSentence(check({ verification }))).toMatch(advice);
});

it.each([
  [
    { unread: { count: 2, problem: 'r.test: it did not answer' } },
    /2 earlier digests of the tag could not be compared: r\.test: it did not answer\./,
  ],
  [{ notCompared: 3 }, /more platforms than Baseboard compares/],
])('%j was not checked, which is not "not proven"', (more, advice) => {
  const found = check({ verification: 'unverifiable', ...more });
  expect(outcomeSentence(found)).toBe('Could not check whether `r.test/fax:1` is based on `debian:12`.');
  expect(adviceSentence(found)).toMatch(advice);
});
