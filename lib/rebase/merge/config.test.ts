import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImageConfig, parseConfig } from '#lib/oci/image-config.ts';
import { mergeConfig } from './config.ts';

function config(settings: Record<string, unknown>, top: Record<string, unknown> = {}): ImageConfig {
  const whole = {
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [] },
    config: settings,
    ...top,
  };
  return parseConfig(new TextEncoder().encode(JSON.stringify(whole)));
}

function merge(image: Record<string, unknown>, old: Record<string, unknown>, next: Record<string, unknown>) {
  return mergeConfig({ original: config(image), oldBase: config(old), newBase: config(next), mode: 'merge' });
}

const base = { Env: ['PATH=/bin', 'LANG=C'], Cmd: ['sh'], User: 'root' };

describe('config', () => {
  it.each([
    [
      'Env changed in base',
      { Env: ['LANG=C'] },
      { Env: ['LANG=C'] },
      { Env: ['LANG=C.UTF-8'] },
      { Env: ['LANG=C.UTF-8'] },
    ],
    [
      'Env overridden in app',
      { Env: ['LANG=de'] },
      { Env: ['LANG=C'] },
      { Env: ['LANG=C'] },
      { Env: ['LANG=de'] },
    ],
    ['Env removed in base', { Env: ['A=1', 'B=2'] }, { Env: ['A=1'] }, { Env: [] }, { Env: ['B=2'] }],
    ['Env new in base', { Env: ['A=1'] }, { Env: ['A=1'] }, { Env: ['A=1', 'N=1'] }, { Env: ['A=1', 'N=1'] }],
    [
      'Entrypoint in app with Cmd in base',
      { Entrypoint: ['/app'], Cmd: null },
      { Cmd: ['sh'] },
      { Cmd: ['bash'] },
      { Entrypoint: ['/app'], Cmd: null },
    ],
    ['Cmd of the base follows it', { Cmd: ['sh'] }, { Cmd: ['sh'] }, { Cmd: ['bash'] }, { Cmd: ['bash'] }],
    ['User of the base follows it', { User: '' }, {}, { User: 'nobody' }, { User: 'nobody' }],
    ['User of the app stays', { User: 'app' }, { User: 'root' }, { User: 'root' }, { User: 'app' }],
    [
      'labels by their names',
      { Labels: { a: '1', mine: 'x' } },
      { Labels: { a: '1' } },
      { Labels: { a: '2', b: '3' } },
      { Labels: { a: '2', mine: 'x', b: '3' } },
    ],
    [
      'ports by their names',
      { ExposedPorts: { '80/tcp': {}, '9/tcp': {} } },
      { ExposedPorts: { '9/tcp': {} } },
      { ExposedPorts: {} },
      { ExposedPorts: { '80/tcp': {} } },
    ],
    [
      'unknown fields',
      { 'x-mine': 1, User: 'a' },
      { User: 'a' },
      { User: 'b', 'x-base': 2 },
      { 'x-mine': 1, User: 'b' },
    ],
  ])('%s', (_, image, old, next, expected) => {
    expect(merge(image, old, next).config.config).toEqual(expected);
  });

  it('PATH extended: the app’s stays, and that is a conflict to show', () => {
    const { config: merged, conflicts } = merge(
      { Env: ['PATH=/app:/bin'] },
      { Env: ['PATH=/bin'] },
      { Env: ['PATH=/usr/bin:/bin'] },
    );
    expect(merged.config).toEqual({ Env: ['PATH=/app:/bin'] });
    expect(conflicts).toMatchObject([
      { path: 'config.Env.PATH', image: '/app:/bin', newBase: '/usr/bin:/bin' },
    ]);
    expect(conflicts[0]?.reason).toContain('extended');
  });

  it('what both changed is the app’s, and a conflict', () => {
    const { conflicts } = merge(
      { User: 'app', Cmd: ['a'], Labels: { l: '2' } },
      { User: 'x', Cmd: ['x'], Labels: { l: '1' } },
      { User: 'y', Cmd: ['y'], Labels: { l: '3' } },
    );
    expect(conflicts.map(({ path }) => path)).toEqual([
      'config.User',
      'config.Entrypoint+Cmd',
      'config.Labels.l',
    ]);
  });

  it('changes are listed setting by setting', () => {
    const { changes } = merge(base, base, { Env: ['PATH=/bin'], Cmd: ['bash'], User: 'root' });
    expect(changes).toEqual([
      { path: 'config.Env.LANG', before: 'C', after: null },
      { path: 'config.Cmd', before: '["sh"]', after: '["bash"]' },
    ]);
  });

  it('Windows’ version follows the base', () => {
    const of = (version: string) => config({}, { os: 'windows', 'os.version': version });
    const { config: merged } = mergeConfig({
      original: of('1'),
      oldBase: of('1'),
      newBase: of('2'),
      mode: 'merge',
    });
    expect(merged['os.version']).toBe('2');
  });

  it('created is the later of both, and may be missing', () => {
    const at = (created?: string) => config({}, created === undefined ? {} : { created });
    const created = (a?: string, b?: string) =>
      mergeConfig({ original: at(a), oldBase: at(), newBase: at(b), mode: 'merge' }).config.created;
    expect(created('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')).toBe('2026-02-01T00:00:00Z');
    expect(created('2026-03-01T00:00:00Z', '2026-02-01T00:00:00Z')).toBe('2026-03-01T00:00:00Z');
    expect(created(undefined, '2026-02-01T00:00:00Z')).toBe('2026-02-01T00:00:00Z');
    expect(created()).toBeUndefined();
  });

  const env = fc
    .uniqueArray(fc.tuple(fc.constantFrom('A', 'B', 'PATH'), fc.constantFrom('1', '2', '/bin')), {
      selector: ([name]) => name,
    })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`));
  const settings = fc.record(
    {
      Env: env,
      User: fc.constantFrom('root', 'app'),
      Cmd: fc.constantFrom(['sh'], ['bash']),
      Labels: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2')),
    },
    { requiredKeys: [] },
  );
  const sorted = (value: Record<string, unknown> | null | undefined) => {
    const { Env = [], Labels = {}, ...rest } = (value ?? {}) as { Env?: string[]; Labels?: object };
    return { ...rest, Env: [...Env].sort(), Labels };
  };

  it('law: an image that changed nothing becomes its new base', () => {
    fc.assert(
      fc.property(settings, settings, (old, next) => {
        expect(sorted(merge(old, old, next).config.config)).toEqual(sorted(next));
      }),
    );
  });

  it('law: a base that changed nothing changes nothing', () => {
    fc.assert(
      fc.property(settings, settings, (image, old) => {
        const { config: merged, changes, conflicts } = merge(image, old, old);
        expect(sorted(merged.config)).toEqual(sorted(image));
        expect({ changes, conflicts }).toEqual({ changes: [], conflicts: [] });
      }),
    );
  });

  it('law: keep-original keeps', () => {
    fc.assert(
      fc.property(settings, settings, settings, (image, old, next) => {
        const { config: kept } = mergeConfig({
          original: config(image),
          oldBase: config(old),
          newBase: config(next),
          mode: 'keep-original',
        });
        expect(kept.config).toEqual(config(image).config);
      }),
    );
  });
});
