import { expect, it } from 'vitest';
import { PRESET } from '#lib/notify/channel.ts';
import { conditionOf, isSigned, startsPipeline } from './channel-condition.ts';

const AT = '2026-01-01T00:00:00.000Z';

it.each([
  [{ enabled: true, pausedAt: null, failingSince: null }, 'on'],
  [{ enabled: true, pausedAt: null, failingSince: AT }, 'failing'],
  [{ enabled: true, pausedAt: AT, failingSince: AT }, 'paused'],
  [{ enabled: false, pausedAt: AT, failingSince: AT }, 'off'],
])('%j is %s', (channel, condition) => expect(conditionOf(channel)).toBe(condition));

it('a webhook either has a signature or starts a pipeline', () => {
  expect(PRESET.filter((preset) => isSigned({ preset }))).toEqual(['generic', 'tekton']);
  for (const preset of PRESET) expect(startsPipeline({ preset })).toBe(!isSigned({ preset }));
  expect(startsPipeline({ preset: null })).toBe(false);
});
