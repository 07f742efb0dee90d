import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { refusePush } from './push-policy.ts';

const shop = parseReference('127.0.0.1:5000/apps/shop:1');

describe('the push gate', () => {
  it('is closed unless it is opened', () => {
    const refusal = refusePush({ enabled: false, allow: ['**'], ungated: new Set() }, shop);
    expect(refusal).toMatchObject({ kind: 'push-disabled' });
    expect(refusal?.detail).toContain('BASEBOARD_ENABLE_PUSH');
  });

  it('opens for what the operator listed alone', () => {
    const policy = { enabled: true, allow: ['127.0.0.1:5000/apps/**'], ungated: new Set<string>() };
    expect(refusePush(policy, shop)).toBeUndefined();
    const refusal = refusePush(policy, parseReference('127.0.0.1:5000/base/debian:12'));
    expect(refusal).toMatchObject({ kind: 'not-allowed' });
    expect(refusal?.detail).toContain('127.0.0.1:5000/base/**');
  });

  it('leaves the sample fleet’s own registry open', () => {
    const policy = { enabled: false, allow: [], ungated: new Set(['registry.sample.internal']) };
    expect(refusePush(policy, parseReference('registry.sample.internal/a/b:1'))).toBeUndefined();
    expect(refusePush(policy, parseReference('registry.sample.internal.evil.test/a/b:1'))).toBeDefined();
  });
});
