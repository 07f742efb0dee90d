import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hubSignature, newSigningKey, signatureHeaders } from './webhook-signature.ts';

describe('Standard Webhooks', () => {
  it('signs as the specification’s published vector', () => {
    const at = new Date(1_614_265_330_000);
    const body = '{"test": 2432232314}';
    const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(signatureHeaders(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', at, body)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('creates keys of 32 bytes', () => {
    expect(newSigningKey()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });

  it('another time, id, body or key is another signature', () => {
    const key = newSigningKey();
    const at = new Date(1_614_265_330_000);
    const of = (...[k, id, when, body]: Parameters<typeof signatureHeaders>) =>
      signatureHeaders(k, id, when, body)['webhook-signature'];
    const signatures = [
      of(key, 'a', at, '{}'),
      of(key, 'a', new Date(at.getTime() + 1000), '{}'),
      of(key, 'b', at, '{}'),
      of(key, 'a', at, '{ }'),
      of(newSigningKey(), 'a', at, '{}'),
    ];
    expect(new Set(signatures).size).toBe(signatures.length);
  });
});

it('signs for GitHub’s receivers over the body, with the key as plain text', () => {
  // docs.github.com, "Validating webhook deliveries": the example to test an implementation with.
  expect(hubSignature("It's a Secret to Everybody", 'Hello, World!')).toBe(
    'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  );
  const key = newSigningKey();
  expect(hubSignature(key, '{}')).toBe(`sha256=${createHmac('sha256', key).update('{}').digest('hex')}`);
});
