import { expect, it } from 'vitest';
import { markedWords, restoredWords, untrackedWords } from './bulk-words.ts';

it('tells all and partial results', () => {
  expect(untrackedWords({ untracked: 237, gone: 3 })).toBe(
    '237 images untracked. 3 were not tracked any more.',
  );
  expect(untrackedWords({ untracked: 1, gone: 1 })).toBe('1 image untracked. 1 was not tracked any more.');
  expect(untrackedWords({ untracked: 2, gone: 0 })).toBe('2 images untracked.');
  expect(restoredWords({ restored: 2, gone: 0 })).toBe('2 images tracked again.');
  expect(restoredWords({ restored: 1, gone: 1 })).toBe(
    '1 image tracked again. 1 could not be restored: tracked again meanwhile.',
  );
  expect(markedWords({ changed: 3, total: 3 }, true)).toBe('3 images are now public.');
  expect(markedWords({ changed: 1, total: 3 }, false)).toBe('1 image is now private. 2 were already.');
  expect(markedWords({ changed: 0, total: 1 }, true)).toBe('1 image was public already.');
});
