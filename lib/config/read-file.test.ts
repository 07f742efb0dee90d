import { expect, it } from 'vitest';
import type { ConfigIssue } from './config-error.ts';
import { ConfigError } from './config-error.ts';
import { loadConfig } from './load-config.ts';
import { readValueFile } from './read-file.ts';

it.each([
  ['secret\n', 'secret'],
  ['secret', 'secret'],
  // Editors end lines, and some files begin with an empty one; white space within the value is part of it.
  ['\r\n secret words \r\n', 'secret words'],
])('a file that holds %j is the value %j', (text, value) => {
  const issues: ConfigIssue[] = [];
  expect(readValueFile('/run/value', 'key', () => text, issues)).toBe(value);
  expect(issues).toEqual([]);
});

it.each([
  ['is missing', undefined],
  ['is empty', ''],
  ['holds only line breaks', '\n\n'],
])('a file that %s is an issue under its key', (_, text) => {
  const issues: ConfigIssue[] = [];
  const readFile = () => {
    if (text === undefined) throw new Error('missing');
    return text;
  };
  expect(readValueFile('/run/value', 'smtp.passwordFile', readFile, issues)).toBeUndefined();
  expect(issues).toEqual([
    {
      key: 'smtp.passwordFile',
      value: '/run/value',
      allowed: 'the path of a file that can be read and is not empty',
    },
  ]);
});

it.each([
  ['an environment variable', '', 'BASEBOARD_TOKEN_FILE'],
  ['a registry', 'registries: [{host: a.io, passwordFile: /run/value}]', 'registries[0].passwordFile'],
  [
    'the mail server',
    'smtp: {host: m.example.com, from: b@example.com, username: u, passwordFile: /run/value}',
    'smtp.passwordFile',
  ],
  [
    'the OpenID Connect client',
    'oidc: {issuer: "https://login.example.com", clientId: b, clientSecretFile: /run/value, defaultRole: viewer}',
    'oidc.clientSecretFile',
  ],
])('the file of %s is read in the same way', (_, yaml, key) => {
  const environment = {
    BASEBOARD_PUBLIC_URL: 'https://baseboard.example.com',
    ...(yaml === '' ? { BASEBOARD_TOKEN_FILE: '/run/value' } : {}),
  };
  const load = (value: string) => loadConfig(environment, (path) => (path === '/run/value' ? value : yaml));
  expect(JSON.stringify(load(' s3cret\n'))).toContain('"s3cret"');
  expect(() => load('\n')).toThrow(ConfigError);
  expect(() => load('\n')).toThrow(
    `${key} is "/run/value": expected the path of a file that can be read and is not empty`,
  );
});
