import { describe, expect, it } from 'vitest';
import { compareApk } from './apk-version.ts';
import { compareDpkg } from './dpkg-version.ts';
import { compareRpm } from './rpm-version.ts';

const sign = (order: number | undefined) =>
  order === undefined ? '?' : order < 0 ? '<' : order > 0 ? '>' : '=';
const opposite = { '<': '>', '>': '<', '=': '=', '?': '?' } as const;

/** Each vector holds in both directions. */
function both(compare: (a: string, b: string) => number | undefined, vector: string) {
  const [a = '', order = '', b = ''] = vector.split(' ');
  expect([vector, sign(compare(a, b))]).toEqual([vector, order]);
  expect([vector, sign(compare(b, a))]).toEqual([vector, opposite[order as '<']]);
}

describe('compareDpkg', () => {
  // deb-version(7), and dpkg's own lib/dpkg/t/t-version.c.
  it.each([
    '1.0 = 1.0',
    '0:1.0 = 1.0',
    '1:0.1 > 2.0',
    '1.0-1 < 1.0-2',
    '1.0 = 1.0-0',
    '1.0~rc1 < 1.0',
    '1.0~~ < 1.0~',
    '1.0~rc1-1 < 1.0-1',
    '1.0+b1 > 1.0',
    '1.0a < 1.0+',
    '1.0a < 1.0b',
    '1.9 < 1.10',
    '1.09 = 1.9',
    '12.9+deb12u1 > 12.9',
    '2.36-9+deb12u8 < 2.36-9+deb12u10',
    '1.0-1-2 > 1.0-1-1',
    '20230311 < 20250419',
    '10000000000000000000000 > 9999999999999999999999',
    '1.2.3-1ubuntu1~22.04 < 1.2.3-1ubuntu1',
  ])('%s', (vector) => both(compareDpkg, vector));
});

describe('compareRpm', () => {
  // rpm's own tests/rpmvercmp.at.
  it.each([
    '1.0 = 1.0',
    '1.0 < 2.0',
    '2.0.1 < 2.0.1a',
    '5.5p1 < 5.5p2',
    '5.5p1 < 5.5p10',
    '10xyz < 10.1xyz',
    'xyz10 < xyz10.1',
    'xyz.4 < 8',
    '5.5p2 < 5.6p1',
    '5.6p1 < 6.5p1',
    '6.0 < 6.0.rc1',
    '10b2 > 10a1',
    '1.0aa > 1.0a',
    '10.0001 = 10.1',
    '10.0001 < 10.0039',
    '20101121 = 20101121',
    '2_0 = 2_0',
    '2.0 = 2_0',
    'a+ = a_',
    '1.0~rc1 < 1.0',
    '1.0~rc1~git123 < 1.0~rc1',
    '1.0^ > 1.0',
    '1.0^git1 < 1.01',
    '1.0^20160102 > 1.0^20160101',
    '1.0~rc1^git1 > 1.0~rc1',
    '1.0^git1~pre < 1.0^git1',
    '1:1.0-1 > 2.0-1',
    '0:1.0-1 = 1.0-1',
    '3.0.7-27.el9 < 3.0.7-28.el9_4',
  ])('%s', (vector) => both(compareRpm, vector));
});

describe('compareApk', () => {
  // apk-tools, test/version.data.
  it.each([
    '2.34 > 0.1.0_alpha',
    '0.1.0_alpha < 0.1.3_alpha',
    '0.1.0_alpha < 0.1.0',
    '0.1.0_alpha < 0.1.0_beta',
    '1.0_pre < 1.0_rc1',
    '1.0_rc1 < 1.0',
    '1.0 < 1.0_p1',
    '1.0_cvs1 < 1.0_svn1',
    '1.0_git20230717-r0 > 1.0-r5',
    '1.2.5-r0 < 1.2.5-r10',
    '1.0a < 1.0b',
    '1.0 < 1.0.1',
    '1.1 < 1.10',
    '1.03 < 1.1',
    '3.3.2-r0 = 3.3.2-r0',
    '20240705-r0 > 20230506-r0',
    '1.0 ? x',
  ])('%s', (vector) => both(compareApk, vector));
});
