import { describe, expect, it } from 'vitest';
import { type ImageConfig, parseConfig } from '#lib/oci/image-config.ts';
import type { ConfigMode } from '../rebase.ts';
import { architectureWarnings, type Configs, configDriftWarnings } from './config-drift.ts';

function config(runtime: object, more: object = {}): ImageConfig {
  const document = {
    architecture: 'amd64',
    os: 'linux',
    config: runtime,
    rootfs: { type: 'layers' },
    ...more,
  };
  return parseConfig(new TextEncoder().encode(JSON.stringify(document)));
}

const SAME: Configs = { original: config({}), oldBase: config({}), newBase: config({}), mode: 'merge' };

describe('architectures', () => {
  const base = (architecture: string, variant?: string) => config({}, { architecture, variant });
  it.each([
    ['the same', config({}), base('amd64'), 0],
    ['another', config({}), base('arm64'), 1],
    ['another system', config({}), config({}, { os: 'windows' }), 1],
    ['a higher variant', base('arm', 'v6'), base('arm', 'v7'), 1],
    ['a lower variant, which runs there too', base('arm', 'v7'), base('arm', 'v6'), 0],
    ['that of the old base, after `FROM --platform`', base('arm64'), base('amd64'), 0],
    ['a variant that only one states', base('arm'), base('arm', 'v6'), 0],
    ['another spelling', base('x86_64'), base('amd64'), 0],
    ['none stated', config({}), base(''), 0],
  ])('%s', (_, original, newBase, count) => {
    const warnings = architectureWarnings('linux/amd64', { ...SAME, original, newBase });
    expect(warnings.map(({ kind }) => kind)).toEqual(Array(count).fill('architecture'));
  });
});

describe('config drift', () => {
  const drift = (mode: ConfigMode, oldBase: object, newBase: object, own: object) => {
    const configs = { mode, oldBase: config(oldBase), newBase: config(newBase), original: config(own) };
    return configDriftWarnings('linux/amd64', configs).map(({ kind, detail }) => `${kind}: ${detail}`);
  };

  it('names what the image keeps though the base changed it', () => {
    const warnings = drift(
      'keep-original',
      { StopSignal: 'SIGTERM' },
      { StopSignal: 'SIGQUIT' },
      { StopSignal: 'SIGTERM' },
    );
    expect(warnings).toEqual([expect.stringContaining('the image keeps "SIGTERM"')]);
  });

  it('takes Entrypoint and Cmd together, absent and empty for the same', () => {
    const warnings = drift(
      'keep-original',
      { Entrypoint: null, Cmd: ['sh'] },
      { Entrypoint: ['/init'] },
      { Entrypoint: [], Cmd: ['sh'] },
    );
    expect(warnings).toEqual([expect.stringContaining('from none and ["sh"] to ["/init"] and none')]);
  });

  it.each<[string, ConfigMode, object, object, object]>([
    ['what the base did not change', 'keep-original', { User: 'a' }, { User: 'a' }, { User: 'b' }],
    [
      'what the image has as the new base has it',
      'keep-original',
      { User: 'a' },
      { User: 'b' },
      { User: 'b' },
    ],
    ['a merge, whose plan lists what it takes over', 'merge', { User: 'a' }, { User: 'b' }, { User: 'a' }],
    ['settings that merge by key', 'keep-original', { Env: ['A=1'] }, { Env: ['A=2'] }, { Env: ['A=1'] }],
  ])('says nothing of %s', (_, mode, oldBase, newBase, own) => {
    expect(drift(mode, oldBase, newBase, own)).toEqual([]);
  });

  it('says nothing where the old base’s config is not known', () => {
    const configs = { ...SAME, oldBase: null, newBase: config({ User: 'app' }) };
    expect(configDriftWarnings('linux/amd64', configs)).toEqual([]);
  });
});
