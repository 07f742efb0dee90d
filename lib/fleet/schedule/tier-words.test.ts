import { expect, it } from 'vitest';
import { type TierWords, tierSentence } from './tier-words.ts';

const NOW = new Date('2026-06-13T00:00:00Z');
const SINCE = new Date('2026-06-01T00:00:00Z');
const HOUR = 3600;

it.each<[Partial<TierWords>, string]>([
  [{ tier: 'base', everySeconds: 900 }, 'Requested every 15 minutes: images are based on it'],
  [
    { tier: 'base', everySeconds: 9000, byHook: true },
    'Requested every 150 minutes: images are based on it, and a hook reports its pushes',
  ],
  [{ tier: 'quiet', everySeconds: 24 * HOUR }, 'Requested every day: it has not moved for 12 days'],
  [
    { tier: 'version', everySeconds: 168 * HOUR },
    'Requested every week: it is a version that has not moved for 12 days',
  ],
  [{ tier: 'moved' }, 'Requested every hour: it was first seen 12 days ago'],
  [{ tier: 'moved', moved: true }, 'Requested every hour: it moved 12 days ago'],
  [{ tier: 'moved', since: null }, 'Requested every hour: it was never requested before'],
  [{ tier: 'incomplete', everySeconds: 90 }, 'Requested every 90 seconds: its last check was not complete'],
  [
    { tier: 'digest', everySeconds: 2 * HOUR },
    'Requested every 2 hours: the tag of this base is gone, and its digest may be deleted too',
  ],
  [{ tier: 'pinned' }, 'Not requested again: it is named by digest, which cannot move'],
  [{ tier: null }, 'Its interval is not set yet'],
])('%o is "%s"', (tag, words) => {
  const known = { tier: 'base', everySeconds: HOUR, since: SINCE, moved: false, byHook: false };
  expect(tierSentence({ ...known, ...tag }, NOW)).toBe(words);
});
