import { describe, expect, it } from 'vitest';
import { baseboard } from '../testing.ts';

/** Each exits with 64, prints a line that says how to correct it, and no result. */
describe('invalid arguments', () => {
  const files = {
    'empty.txt': '\n# none\n',
    'bad.txt': 'a:1\nlow/Case\nb:2\nhttps://q.io/x',
    Dockerfile: 'ARG V\nFROM debian:$V',
    'broken.yaml': 'registries: {',
    'unknown.yaml': 'registers: []',
    'twice.yaml': 'registries: [{host: a.io}, {host: a.io}]',
    'token.txt': 'two words',
  };
  it.each<[string, string]>([
    ['', 'no command given; try baseboard check <reference>'],
    ['chek debian:12', 'unknown command "chek"'],
    ['check', 'no image given; name a reference, or a --file that contains some'],
    ['check --nonsense debian:12', "unknown option '--nonsense'"],
    ['check --format', "option '--format <value>' argument missing"],
    ['check --format xml debian:12', '--format must be one of text, json, sarif'],
    ['check --tolerate unknown debian:12', '--tolerate must be one of stale-config, stale-by-ancestor'],
    [
      'check --platform arm64 debian:12',
      '--platform must be an operating system and an architecture, such as linux/arm64',
    ],
    ['check --timeout 5 debian:12', '--timeout must be a duration such as 30m, 1h or 1d, from 1s to 24d'],
    ['check --timeout 0s debian:12', '--timeout must be a duration'],
    ['check --timeout 25d debian:12', '--timeout must be a duration'],
    ['check --max-behind 7d debian:12', '--max-behind needs --server'],
    ['check --max-behind week --server http://x debian:12', '--max-behind must be a duration'],
    ['check --token-file t debian:12', '--token-file needs --server'],
    ['check --server x debian:12', '--server must be the address of a Baseboard'],
    ['check --server ftp://x debian:12', '--server must be the address of a Baseboard'],
    ['check --server https://user:secret@x debian:12', '--server must be the address of a Baseboard'],
    ['check --server http://x --config c debian:12', '--config cannot be used with --server'],
    ['check --server http://x --platform linux/amd64 debian:12', '--platform cannot be used with --server'],
    ['check --server http://x --token-file none.txt debian:12', '--token-file none.txt cannot be read'],
    [
      'check --server http://x --token-file token.txt debian:12',
      'the token must be one line of printable ASCII',
    ],
    ['check UPPER/Case', '"UPPER/Case" is not an image reference'],
    ['check --file none.txt', '--file none.txt does not exist'],
    ['check --file empty.txt', 'empty.txt contains no image reference'],
    ['check --file Dockerfile', 'Dockerfile:2: "debian:$V" depends on the build argument V'],
    ['check --config none.yaml debian:12', '--config none.yaml cannot be read'],
    ['check --config broken.yaml debian:12', 'broken.yaml: expected valid YAML'],
    ['check --config unknown.yaml debian:12', 'unknown.yaml'],
    [
      'check --config twice.yaml debian:12',
      'twice.yaml registries[1].host is "a.io": expected each host once',
    ],
  ])('baseboard %s', async (line, words) => {
    const { code, out, err } = await baseboard(line.split(' ').filter(Boolean), { files });
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(`baseboard: ${words}`);
    expect(err).not.toContain('secret');
    for (const each of err.trimEnd().split('\n')) expect(each).toMatch(/^baseboard: /);
  });

  it('lists every line of a file that is not a reference', async () => {
    const { code, err } = await baseboard(['check', '--file', 'bad.txt'], { files });
    expect(code).toBe(64);
    expect(err).toContain('baseboard: bad.txt:2: ');
    expect(err).toContain('baseboard: bad.txt:4: ');
  });
});

describe('help and version', () => {
  it.each(['--help', '-h', 'help', 'check --help'])('%s prints the help', async (line) => {
    const { code, out, err } = await baseboard(line.split(' '));
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Usage: baseboard check');
    for (const each of out.split('\n')) expect(each.length).toBeLessThanOrEqual(110);
  });

  it('--version prints the version alone', async () => {
    expect(await baseboard(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });
});

it('a baseboard.yaml in the current directory is not read by default: it decides where credentials go', async () => {
  const files = { './baseboard.yaml': 'registries: {', 'baseboard.yaml': 'registries: {' };
  const { err } = await baseboard(['check', '--timeout', '1s', '127.0.0.1:1/a:1'], { files });
  expect(err).not.toContain('baseboard.yaml');
  expect(err).toContain('requests to this address are not allowed');
});

it('only the registries of a server’s baseboard.yaml are read: its other secrets may be missing', async () => {
  const config =
    'registries: []\nsmtp: {url: smtp://mail.test, passwordFile: /run/secrets/none}\npush: {allow: [a]}';
  const args = ['check', '--config', 'server.yaml', '--timeout', '1s', '127.0.0.1:1/a:1'];
  const { code, err } = await baseboard(args, { files: { 'server.yaml': config } });
  expect([code, err.includes('server.yaml')]).toEqual([3, false]);
});
