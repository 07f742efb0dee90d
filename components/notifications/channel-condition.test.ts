import { expect, it } from 'vitest';
import { conditionOf } from './channel-condition.ts';

const AT = '2026-01-01T00:00:00.000Z';

it.each([
  [{ enabled: true, pausedAt: null, failingSince: null }, 'on'],
  [{ enabled: true, pausedAt: null, failingSince: AT }, 'failing'],
  [{ enabled: true, pausedAt: AT, failingSince: AT }, 'paused'],
  [{ enabled: false, pausedAt: AT, failingSince: AT }, 'off'],
])('%j is %s', (channel, condition) => expect(conditionOf(channel)).toBe(condition));
