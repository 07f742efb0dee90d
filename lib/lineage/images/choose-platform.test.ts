import { describe, expect, it } from 'vitest';
import { bestLowerVariant, exactOrSameRelease } from './choose-platform.ts';

const among = (...platforms: (string | undefined)[]) => platforms.map((platform, at) => ({ platform, at }));

describe('the exact platform or the same Windows release', () => {
  it.each([
    ['exact', 'linux/arm/v7', among('linux/arm/v6', 'linux/arm/v7'), 1],
    ['the first of two', 'linux/amd64', among('linux/amd64', 'linux/amd64'), 0],
    [
      'an exact Windows build before others of its release',
      windows('1'),
      among(windows('2'), windows('1')),
      1,
    ],
    ['the only build of the release', windows('1'), among('linux/amd64', windows('2159')), 1],
    ['a release without a last number', windows('1'), among('windows/amd64:10.0.20348'), 0],
    ['two builds of the release: neither', windows('1'), among(windows('2'), windows('3')), undefined],
    ['another release', windows('1'), among('windows/amd64:10.0.17763.1'), undefined],
    ['another architecture', windows('1'), among('windows/arm64:10.0.20348.1'), undefined],
    ['a version of two numbers is no release', 'windows/amd64:10.0', among(windows('1')), undefined],
    ['Windows without a version', 'windows/amd64', among(windows('1')), undefined],
    ['a platform that is not known', 'linux/amd64', among(undefined), undefined],
  ])('%s', (_, platform, candidates, at) => {
    expect(exactOrSameRelease(candidates, platform)?.at).toBe(at);
  });
});

it.each([
  ['the best lower variant', 'linux/arm/v7', among('linux/arm/v5', 'linux/arm/v6'), 1],
  ['never a higher one', 'linux/arm/v6', among('linux/arm/v7'), undefined],
  ['Windows has none', windows('1'), among('windows/amd64'), undefined],
])('lower variants: %s', (_, platform, candidates, at) => {
  expect(bestLowerVariant(candidates, platform)?.at).toBe(at);
});

function windows(last: string): string {
  return `windows/amd64:10.0.20348.${last}`;
}
