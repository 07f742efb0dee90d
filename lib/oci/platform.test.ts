import { expect, it } from 'vitest';
import { formatPlatform, isRunnablePlatform, lowerVariants, type Platform } from './platform.ts';

it.each([
  [{ os: 'linux', architecture: 'amd64' }, 'linux/amd64'],
  [{ os: 'linux', architecture: 'amd64', variant: 'v1' }, 'linux/amd64'],
  [{ os: 'linux', architecture: 'amd64', variant: 'v3' }, 'linux/amd64/v3'],
  [{ os: 'Linux', architecture: 'x86_64' }, 'linux/amd64'],
  [{ os: 'linux', architecture: 'arm64', variant: 'v8' }, 'linux/arm64'],
  [{ os: 'linux', architecture: 'aarch64', variant: '8' }, 'linux/arm64'],
  [{ os: 'linux', architecture: 'arm64', variant: 'v8.0' }, 'linux/arm64'],
  [{ os: 'linux', architecture: 'arm64', variant: 'v9.0' }, 'linux/arm64/v9'],
  [{ os: 'linux', architecture: 'arm' }, 'linux/arm/v7'],
  [{ os: 'linux', architecture: 'arm', variant: 'v6' }, 'linux/arm/v6'],
  [{ os: 'linux', architecture: 'armel' }, 'linux/arm/v6'],
  [{ os: 'linux', architecture: 'arm64', variant: '' }, 'linux/arm64'],
  [{ os: 'windows', architecture: 'amd64', osVersion: '10.0.20348.1' }, 'windows/amd64:10.0.20348.1'],
  [{ os: '', architecture: '' }, 'unknown'],
  [{ os: '', architecture: '', variant: 'v8' }, 'unknown'],
  [{ os: 'linux', architecture: '' }, 'linux/unknown'],
  [{ os: 'linux', architecture: 'am\0d\ud80064 \u001b[0m' }, 'linux/am?d?64??[0m'],
  [{ os: 'linux', architecture: 'x'.repeat(5000) }, `linux/${'x'.repeat(100)}`],
])('%o is %s', (platform, expected) => {
  expect(formatPlatform(platform)).toBe(expected);
});

it('distinguishes variants and Windows builds', () => {
  const samePlatform = (a: Platform, b: Platform) => formatPlatform(a) === formatPlatform(b);
  const arm = { os: 'linux', architecture: 'arm' };
  expect(samePlatform({ ...arm, variant: 'v6' }, { ...arm, variant: 'v7' })).toBe(false);
  expect(samePlatform(arm, { ...arm, variant: 'v7' })).toBe(true);
  const windows = { os: 'windows', architecture: 'amd64' };
  expect(samePlatform({ ...windows, osVersion: '1' }, { ...windows, osVersion: '2' })).toBe(false);
  const bsd = { os: 'FreeBSD', architecture: 'amd64' };
  expect(samePlatform({ ...bsd, osVersion: '14.2' }, { ...bsd, osVersion: '14.3' })).toBe(true);
});

// As containerd's platforms.Only orders them, within one architecture.
it.each([
  ['linux/amd64', []],
  ['linux/amd64/v3', ['linux/amd64/v2', 'linux/amd64']],
  ['linux/arm/v5', []],
  ['linux/arm/v7', ['linux/arm/v6', 'linux/arm/v5']],
  ['linux/arm/v8', ['linux/arm/v7', 'linux/arm/v6', 'linux/arm/v5']],
  ['linux/arm64', []],
  ['linux/arm64/v8.2', ['linux/arm64/v8.1', 'linux/arm64']],
  ['linux/arm64/v9', [5, 4, 3, 2, 1].map((minor) => `linux/arm64/v8.${minor}`).concat('linux/arm64')],
  [
    'linux/arm64/v9.1',
    ['linux/arm64/v9', ...[6, 5, 4, 3, 2, 1].map((minor) => `linux/arm64/v8.${minor}`), 'linux/arm64'],
  ],
  ['linux/riscv64', []],
  ['linux/ppc64le/power9', []],
  ['windows/amd64:10.0.20348.1', []],
])('below %s are %j', (platform, below) => {
  expect(lowerVariants(platform)).toEqual(below);
});

it('knows what runs', () => {
  expect(isRunnablePlatform({ os: 'unknown', architecture: 'unknown' })).toBe(false);
  expect(isRunnablePlatform({ os: '', architecture: '' })).toBe(false);
  expect(isRunnablePlatform({ os: 'linux', architecture: 'riscv64' })).toBe(true);
});
