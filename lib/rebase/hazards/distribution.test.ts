import { describe, expect, it } from 'vitest';
import type { EffectiveOsRelease } from './base-listing.ts';
import { distributionWarnings, libcOf } from './distribution.ts';
import { parseOsRelease } from './os-release.ts';

const UNNAMED: EffectiveOsRelease = { state: 'unnamed' };
const UNKNOWN: EffectiveOsRelease = { state: 'unknown', problem: 'it was cut' };

/** `debian 12 bookworm`: ID, VERSION_ID (`-` for none) and code name. */
function named(words: string, like = ''): EffectiveOsRelease {
  const [id = '', version = '-', codename = ''] = words.split(' ');
  const lines = [`ID=${id}`, `ID_LIKE="${like}"`, `PRETTY_NAME="${words}"`, `VERSION_CODENAME=${codename}`];
  const text = [...lines, ...(version === '-' ? [] : [`VERSION_ID="${version}"`])].join('\n');
  return { state: 'named', osRelease: parseOsRelease(text) };
}

const CASES: readonly { from: EffectiveOsRelease; to: EffectiveOsRelease; warns: string[]; name: string }[] =
  [
    { name: 'the same', from: named('debian 12'), to: named('debian 12'), warns: [] },
    { name: 'a point release', from: named('rhel 9.4'), to: named('rhel 9.6'), warns: [] },
    { name: 'a patch of Alpine', from: named('alpine 3.20.1'), to: named('alpine 3.20.3'), warns: [] },
    {
      name: 'a release of Alpine',
      from: named('alpine 3.20.1'),
      to: named('alpine 3.21.0'),
      warns: ['major-version'],
    },
    {
      name: 'a release of Ubuntu',
      from: named('ubuntu 24.04'),
      to: named('ubuntu 24.10'),
      warns: ['major-version'],
    },
    { name: 'a major version', from: named('debian 12'), to: named('debian 13'), warns: ['major-version'] },
    { name: 'a step back', from: named('debian 12'), to: named('debian 11'), warns: ['major-version'] },
    {
      name: 'to a rolling one',
      from: named('debian 12'),
      to: named('debian - trixie'),
      warns: ['major-version'],
    },
    { name: 'the same rolling one', from: named('arch -'), to: named('arch -'), warns: [] },
    {
      name: 'another distribution',
      from: named('debian 12'),
      to: named('ubuntu 24.04'),
      warns: ['distribution'],
    },
    { name: 'to none', from: named('debian 12'), to: UNNAMED, warns: ['distribution'] },
    { name: 'from none', from: UNNAMED, to: named('debian 12'), warns: ['distribution'] },
    { name: 'none both times', from: UNNAMED, to: UNNAMED, warns: [] },
    { name: 'what is not known (has its own warning)', from: UNKNOWN, to: named('debian 12'), warns: [] },
  ];

describe('distributionWarnings', () => {
  it.each(CASES)('$name: $warns', ({ from, to, warns }) => {
    const warnings = distributionWarnings('linux/amd64', from, to);
    expect(warnings.map(({ kind }) => kind)).toEqual(warns);
    expect(warnings.every(({ platform }) => platform === 'linux/amd64')).toBe(true);
  });

  it('names both, and their C libraries where these differ', () => {
    const [warning] = distributionWarnings('linux/amd64', named('debian 12'), named('alpine 3.20.1'));
    expect(warning?.detail).toMatch(/from debian 12 to alpine 3\.20\.1\. .*\(glibc, musl\)/);
    const [same] = distributionWarnings('linux/amd64', named('debian 12'), named('fedora 43'));
    expect(same?.detail).not.toContain('glibc');
  });
});

describe('libcOf', () => {
  it.each([
    ['alpine', '', 'musl'],
    ['postmarketos', 'alpine', 'musl'],
    ['debian', '', 'glibc'],
    ['mycorp', 'rhel fedora', 'glibc'],
    ['mycorp', 'alpine', 'musl'],
    ['opensuse-leap', '', 'glibc'],
    ['wolfi', '', 'glibc'],
    ['void', '', null],
  ])('%s like "%s": %s', (id, like, libc) => {
    const base = named(id, like);
    expect(base.state === 'named' ? libcOf(base.osRelease) : undefined).toBe(libc);
  });
});
