import { expect, it } from 'vitest';
import { waitsOf } from './scan-details.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const STARTED = at(10);
const NOW = at(12);

it('a scan waits for the registries of its images, and for those that had a problem since it started', () => {
  const backlog = new Map([
    ['few.test', 1],
    ['many.test', 7],
    ['done.test', 0],
    ['docker.io', 3],
  ]);
  const limited = { state: 'rate-limited' as const, lastError: 'limits requests (HTTP 429)' };
  const healths = [
    { host: 'docker.io', ...limited, pausedUntil: at(13), observedAt: at(9) },
    { host: 'base.test', state: 'slow' as const, lastError: null, pausedUntil: null, observedAt: at(11) },
    { host: 'before.test', ...limited, pausedUntil: at(11), observedAt: at(9) },
    {
      host: 'fine.test',
      state: 'ok' as const,
      lastError: 'answers 503',
      pausedUntil: null,
      observedAt: at(11),
    },
  ];
  expect(waitsOf(STARTED, backlog, healths, NOW)).toEqual([
    { host: 'docker.io', images: 3, problem: 'limits requests (HTTP 429)', until: at(13) },
    { host: 'base.test', images: 0, problem: 'answers slowly', until: null },
    { host: 'many.test', images: 7, problem: null, until: null },
    { host: 'few.test', images: 1, problem: null, until: null },
  ]);
});
