import { expect, it } from 'vitest';
import { ConfigError } from '../config-error.ts';
import { loadConfig } from '../load-config.ts';

function load(sources: unknown, files: Record<string, string> = {}) {
  const all: Record<string, string> = { './baseboard.yaml': JSON.stringify({ sources }), ...files };
  return loadConfig({}, (path) => {
    const text = all[path];
    if (text === undefined) throw Object.assign(new Error('missing'), { code: 'ENOENT' });
    return text;
  }).sources;
}

const HARBOR = { name: 'Production', kind: 'harbor', config: { registry: 'harbor.corp' }, every: '1h' };

it('reads sources with their secrets', () => {
  const robot = { username: 'robot', passwordFile: '/run/robot' };
  const sources = [
    { ...HARBOR, credentials: robot },
    { name: 'agent', kind: 'push' },
  ];
  expect(load(sources, { '/run/robot': 'secret\n' })).toEqual([
    { ...HARBOR, credential: { type: 'password', username: 'robot', password: 'secret' } },
    { name: 'agent', kind: 'push', credential: undefined },
  ]);
});

it.each<[object[], Record<string, string>, RegExp]>([
  [[{ ...HARBOR, config: {} }], {}, /baseboard\.yaml sources\[0\]\.config\.registry.*is missing/],
  [[{ ...HARBOR, every: '1m' }], {}, /sources\[0\]\.every/],
  [[HARBOR, HARBOR], {}, /sources\[1\]\.name is "Production".*each name once/],
  [[{ ...HARBOR, kind: 'files' }], {}, /sources\[0\]\.config\.registry.*no such setting/],
  [[{ ...HARBOR, credentials: { tokenFile: '/run/none' } }], {}, /sources\[0\]\.credentials\.tokenFile/],
  [[{ ...HARBOR, credentials: { username: 'robot' } }], {}, /sources\[0\]\.credentials.*token, or username/],
])('refuses %j', (sources, files, complaint) => {
  expect(() => load(sources, files)).toThrow(ConfigError);
  expect(() => load(sources, files)).toThrow(complaint);
});

it('never shows a secret', () => {
  expect(() => load([{ ...HARBOR, credentials: { token: ['hunter2'] } }])).toThrow(
    /sources\[0\]\.credentials/,
  );
  expect(() => load([{ ...HARBOR, credentials: { token: 'hunter2', tokenFile: '/x' } }])).not.toThrow(
    /hunter2/,
  );
});
