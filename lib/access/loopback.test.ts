import { describe, expect, it } from 'vitest';
import { isLoopbackHost, isTrustworthyUrl } from './loopback.ts';

describe('isLoopbackHost', () => {
  it.each([
    'localhost',
    '127.0.0.1',
    '[::1]',
    // The bind address is written without brackets, the host of a URL with them.
    '::1',
    // All of 127.0.0.0/8 is this machine, not only its first address.
    '127.0.0.2',
    '127.255.255.254',
    // Host names have no letter case.
    'LocalHost',
  ])('%s is this machine', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([
    '',
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '128.0.0.1',
    'localhost.example.com',
    '127.0.0.1.example.com',
    // No address: a resolver may look it up as a name.
    '127.0.0.256',
    '127.0.0.1000',
    '127.1',
    '127.0.0.1:80',
    'localhost.',
    'app.localhost',
    '[::1',
    '::1]',
    '::ffff:127.0.0.1',
  ])('"%s" is not known to be this machine', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

it.each([
  ['https://login.example.com/realms/one', true],
  ['http://127.0.0.1:4000', true],
  ['http://127.0.0.2:4000', true],
  // The URL standard spells an address in one way.
  ['http://127.1:4000', true],
  ['http://localhost:4000', true],
  ['http://[::1]:4000', true],
  ['http://login.example.com', false],
  ['http://127.0.0.1.example.com', false],
  ['ftp://localhost', false],
  ['login.example.com', false],
  ['', false],
])('a trustworthy URL: %s: %s', (url, expected) => {
  expect(isTrustworthyUrl(url)).toBe(expected);
});
