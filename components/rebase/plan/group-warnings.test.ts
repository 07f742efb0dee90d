import { expect, it } from 'vitest';
import { groupWarnings } from './group-warnings.ts';

it('groups the same warning of several platforms, in the order they came', () => {
  const root = { kind: 'runs-as-root', detail: 'So.', setting: { before: 'app', after: null } } as const;
  const grouped = groupWarnings([
    { ...root, platform: 'linux/amd64' },
    { kind: 'other-base', platform: null, detail: 'Elsewhere.' },
    { ...root, platform: 'linux/arm64' },
    { ...root, platform: 'linux/arm64', setting: { before: 'web', after: null } },
  ]);
  expect(grouped.map(({ kind, platforms, title }) => [kind, platforms, title])).toEqual([
    ['runs-as-root', ['linux/amd64', 'linux/arm64'], 'Runs as root'],
    ['other-base', [], null],
    ['runs-as-root', ['linux/arm64'], 'Runs as root'],
  ]);
});
