import { expect, it } from 'vitest';
import { compareDpkg } from '#lib/difference/versions/dpkg-version.ts';
import { compareRpm } from '#lib/difference/versions/rpm-version.ts';
import { findProgram, run, tryRun } from '../run-program.ts';

const missing = ['dpkg', 'rpm'].find((program) => findProgram(program) === undefined);

/** Versions that tell the rules apart, every one compared with every other. */
const DEBIAN = [
  '1.0',
  '1.0-1',
  '1.0~rc1',
  '1.0~~',
  '1.0+b1',
  '1.0a',
  '1:0.9',
  '1.10',
  '1.09',
  '0:1.0',
  '1.0-1~bpo12+1',
  '2.36-9+deb12u10',
];
const RPM = [
  '1.0',
  '1.0-1',
  '1.0~rc1-1',
  '1.0^git1-1',
  '1.0^git1~pre-1',
  '1.0.rc1-1',
  '10xyz-1',
  '10.1xyz-1',
  '1:0.9-1',
  '1.010-1',
  '1.10-1',
];

it.skipIf(missing)('orders Debian versions as dpkg does', { timeout: 60_000 }, async () => {
  for (const a of DEBIAN) {
    for (const b of DEBIAN) {
      const older = (await tryRun('dpkg', ['--compare-versions', a, 'lt', b])).status === 0;
      expect([a, b, compareDpkg(a, b) < 0]).toEqual([a, b, older]);
    }
  }
});

it.skipIf(missing)('orders rpm versions as rpm does', { timeout: 60_000 }, async () => {
  for (const a of RPM) {
    for (const b of RPM) {
      // `rpm.vercmp` knows neither epochs nor releases; `rpm.ver` compares all of it.
      const stdout = await run('rpm', ['--eval', `%{lua: print(rpm.ver("${a}") < rpm.ver("${b}"))}`]);
      expect([a, b, compareRpm(a, b) < 0]).toEqual([a, b, stdout.trim() === 'true']);
    }
  }
});
