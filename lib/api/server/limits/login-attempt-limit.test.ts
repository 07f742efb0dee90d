import { describe, expect, it } from 'vitest';
import { addressKey, createAttemptLimit } from './login-attempt-limit.ts';

function limited(perKey = 3, allUnknown = 5) {
  let now = 0;
  const limit = createAttemptLimit(() => new Date(now), { perKey, allUnknown });
  const guess = (key: string, times: number) => {
    for (let n = 0; n < times; n++) limit.recordFailure(key);
  };
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return { limit, guess, pass };
}

describe('createAttemptLimit', () => {
  it('blocks a key at its limit until its oldest failure no longer counts', () => {
    const { limit, guess, pass } = limited();
    guess('a', 2);
    expect(limit.wait('a')).toBe(0);
    pass(20);
    guess('a', 1);
    expect(limit.wait('a')).toBe(40);
    expect(limit.wait('b')).toBe(0);
    pass(40);
    expect(limit.wait('a')).toBe(0);
  });

  it('blocks many unknown addresses together', () => {
    const { limit, guess } = limited();
    for (const key of ['a', 'b', 'c', 'd', 'e']) guess(key, 1);
    expect(limit.wait('f')).toBe(60);
  });

  it('never blocks a known key because of unknown ones', () => {
    const { limit, guess } = limited();
    limit.recordSuccess('owner');
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) guess(key, 1);
    expect(limit.wait('stranger')).toBeGreaterThan(0);
    expect(limit.wait('owner')).toBe(0);
    expect(limit.wait('device 1', true)).toBe(0);
  });

  it('counts the failures of known keys separately', () => {
    const { limit } = limited();
    for (let n = 0; n < 5; n++) limit.recordFailure('device 1', true);
    expect(limit.wait('device 1', true)).toBeGreaterThan(0);
    expect(limit.wait('stranger')).toBe(0);
  });

  it('a successful attempt clears the failures', () => {
    const { limit, guess } = limited();
    guess('a', 3);
    limit.recordSuccess('a');
    expect(limit.wait('a')).toBe(0);
  });
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  [null, 'unknown'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
