import { describe, expect, it } from 'vitest';
import { loadConfig } from '../load-config.ts';

function load(yaml: string) {
  return loadConfig({}, (path) => {
    if (path === './baseboard.yaml') return yaml;
    if (path === '/run/smtp') return 'hunter2\n';
    throw Object.assign(new Error('missing'), { code: 'ENOENT' });
  });
}

const FROM = 'from: Baseboard <b@example.com>';

describe('notifications and smtp', () => {
  it('are nothing by default', () => {
    expect(load('')).toMatchObject({ notifications: { allowHosts: [] }, smtp: undefined });
  });

  it('hosts are listed exactly', () => {
    const { notifications } = load('notifications: {allowHosts: ["ci.internal:8443", "10.0.0.7"]}');
    expect(notifications).toEqual({ allowHosts: ['ci.internal:8443', '10.0.0.7'] });
  });

  it.each([
    [`smtp: {host: m.example.com, ${FROM}}`, { port: 587, secure: false, plainText: false }],
    [`smtp: {host: m.example.com, ${FROM}, secure: true}`, { port: 465, secure: true }],
    [`smtp: {host: m.example.com, ${FROM}, plainText: true}`, { port: 25, plainText: true }],
    [
      `smtp: {host: m.example.com, ${FROM}, port: 2525, username: u, passwordFile: /run/smtp}`,
      { port: 2525, username: 'u', password: 'hunter2' },
    ],
    [
      `smtp: {host: 127.0.0.1, ${FROM}, plainText: true, username: u, passwordFile: /run/smtp}`,
      { password: 'hunter2', plainText: true },
    ],
    ['smtp: {host: m.example.com, from: b@example.com}', { from: 'b@example.com' }],
  ])('%s', (yaml, expected) => {
    expect(load(yaml).smtp).toMatchObject(expected);
  });

  it.each([
    ['notifications: {allowHosts: ["https://ci.internal"]}', /allowHosts\[0\] is "https:\/\/ci\.internal"/],
    ['notifications: {allowHosts: ["*.internal"]}', /allowHosts\[0\]/],
    ['notifications: {hosts: []}', /hosts/],
    ['smtp: {host: m.example.com}', /smtp\.from/],
    [`smtp: {host: "m.example.com/x", ${FROM}}`, /smtp\.host/],
    ['smtp: {host: m.example.com, from: "not an address"}', /smtp\.from is "not an address"/],
    [`smtp: {host: m.example.com, from: "a@b.c\\nBcc: x@y.z"}`, /smtp\.from/],
    [`smtp: {host: m.example.com, ${FROM}, port: 70000}`, /smtp\.port is "70000"/],
    [`smtp: {host: m.example.com, ${FROM}, secure: true, plainText: true}`, /either secure or plainText/],
    [`smtp: {host: m.example.com, ${FROM}, username: u}`, /username and passwordFile together/],
    [
      `smtp: {host: m.example.com, ${FROM}, username: u, passwordFile: /none}`,
      /smtp\.passwordFile is "\/none"/,
    ],
    [
      `smtp: {host: m.example.com, ${FROM}, plainText: true, username: u, passwordFile: /run/smtp}`,
      /sent in the clear/,
    ],
  ])('%s is refused', (yaml, message) => {
    expect(() => load(yaml)).toThrow(message);
  });
});
