import { describe, expect, test } from 'vitest';
import { refuseAddress, refuseUrl } from './address-guard.ts';

describe('addresses no unlisted host may be at', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '0177.0.0.1',
    '127.1',
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '168.63.129.16',
    '100.64.0.1',
    '100.100.100.200',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '[::ffff:7f00:1]',
    '::ffff:10.0.0.1',
    '::ffff:0:127.0.0.1',
    '::127.0.0.1',
    '::7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:808:808::1',
    '2001::1',
    '2001:db8::1',
    '2001:10::1',
    '3fff::1',
    '5f00::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '100::1',
    '4000::1',
    '2606:4700::5efe:7f00:1',
    '2606:4700::200:5efe:a00:1',
    'localhost',
    '',
    '1.2.3.4.5',
  ])('%s', (address) => {
    expect(refuseAddress(address)).toMatch(/^it/);
  });

  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
  ])('%s is public', (address) => {
    expect(refuseAddress(address)).toBeUndefined();
  });
});

describe('URLs no request may go to', () => {
  const listed = new Set(['http://127.0.0.1:5000', 'https://registry.corp:8443']);
  test.each([
    ['http://127.0.0.1:5000/v2/', true],
    ['http://2130706433:5000/v2/', true],
    ['http://127.0.0.1:5001/v2/', false],
    ['https://127.0.0.1:5000/v2/', false],
    ['http://localhost:5000/v2/', false],
    ['https://registry.corp:8443/v2/', true],
    ['http://registry.corp:8443/v2/', false],
    ['https://registry.example/v2/', true],
    ['http://registry.example/v2/', false],
    ['ftp://registry.example/', false],
    ['https://user@registry.example/', false],
    ['https://registry.corp:8443@evil.example/', false],
    ['https://2130706433/', false],
    ['https://0x7f.0.0.1/', false],
    ['https://0177.1/', false],
    ['https://127.0.0.1./', false],
    ['https://１２７.０.０.１/', false],
    ['https://[::1]/', false],
    ['https://[::ffff:7f00:1]/', false],
    ['https://[64:ff9b::7f00:1]/', false],
    ['https://169.254.169.254/latest/meta-data', false],
    ['https://8.8.8.8/', true],
  ])('%s: %s', (url, allowed) => {
    expect(refuseUrl(new URL(url), listed) === undefined).toBe(allowed);
  });
});
