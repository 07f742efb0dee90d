import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImageConfig, parseConfig } from '#lib/oci/image-config.ts';
import { mergeConfig } from './config.ts';

type Settings = Record<string, unknown>;

function config(settings: Settings): ImageConfig {
  const whole = {
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [] },
    config: settings,
  };
  return parseConfig(new TextEncoder().encode(JSON.stringify(whole)));
}

function merge(image: Settings, old: Settings, next: Settings) {
  return mergeConfig({ original: config(image), oldBase: config(old), newBase: config(next), mode: 'merge' });
}

describe('what is easily lost in a merge', () => {
  it.each<[name: string, image: Settings, old: Settings, next: Settings, expected: Settings]>([
    ['a label of the app that is empty', { Labels: { mine: '' } }, {}, {}, { Labels: { mine: '' } }],
    [
      'a label that the app emptied',
      { Labels: { v: '' } },
      { Labels: { v: '1' } },
      { Labels: { v: '2' } },
      { Labels: { v: '' } },
    ],
    [
      'a label that the base emptied',
      { Labels: { v: '1' } },
      { Labels: { v: '1' } },
      { Labels: { v: '' } },
      { Labels: { v: '' } },
    ],
    [
      'a label called as every object’s member',
      { User: 'a' },
      {},
      { Labels: { constructor: 'x' } },
      { User: 'a', Labels: { constructor: 'x' } },
    ],
    [
      'such a label that the base dropped',
      { Labels: { constructor: 'x', a: '1' } },
      { Labels: { constructor: 'x' } },
      {},
      { Labels: { a: '1' } },
    ],
    [
      'a variable without a value',
      { Env: ['BARE', 'A=1'] },
      {},
      { Env: ['N=1'] },
      { Env: ['BARE', 'A=1', 'N=1'] },
    ],
    ['a variable that is empty', { Env: ['A='] }, {}, { Env: ['N=1'] }, { Env: ['A=', 'N=1'] }],
    [
      'a healthcheck written in another order of keys',
      { Healthcheck: { Test: ['CMD', 'a'], Interval: 1 } },
      { Healthcheck: { Interval: 1, Test: ['CMD', 'a'] } },
      { Healthcheck: { Test: ['CMD', 'b'] } },
      { Healthcheck: { Test: ['CMD', 'b'] } },
    ],
    [
      'OnBuild of the new base, which no image on it inherits',
      { User: 'a' },
      {},
      { OnBuild: ['RUN x'] },
      { User: 'a' },
    ],
  ])('%s', (_, image, old, next, expected) => {
    const { config: merged, conflicts } = merge(image, old, next);
    expect(merged.config).toEqual(expected);
    if (!('v' in ((image.Labels ?? {}) as object))) expect(conflicts).toEqual([]);
  });

  it('what image and new base both added is the image’s, and a conflict', () => {
    const { config: merged, conflicts } = merge(
      { Labels: { v: '1' }, Env: ['A=1'] },
      {},
      { Labels: { v: '2' }, Env: ['A=2'] },
    );
    expect(merged.config).toEqual({ Labels: { v: '1' }, Env: ['A=1'] });
    expect(conflicts).toMatchObject([
      { path: 'config.Labels.v', oldBase: null, newBase: '2', image: '1' },
      { path: 'config.Env.A', oldBase: null, newBase: '2', image: '1' },
    ]);
  });

  it('an OnBuild that the build consumed is no conflict', () => {
    expect(merge({ OnBuild: null }, { OnBuild: ['RUN x'] }, { OnBuild: ['RUN y'] }).conflicts).toEqual([]);
  });

  it('a conflict over Cmd shows nothing where nothing was set', () => {
    expect(merge({ Cmd: ['a'] }, {}, { Cmd: ['b'] }).conflicts).toMatchObject([
      { path: 'config.Entrypoint+Cmd', oldBase: null, image: '{"Cmd":["a"]}', newBase: '{"Cmd":["b"]}' },
    ]);
  });
});

describe('laws', () => {
  const names = fc.constantFrom('a', 'b', 'constructor', 'toString', '');
  const values = fc.constantFrom('', '1', '2');
  const settings: fc.Arbitrary<Settings> = fc.record(
    {
      Own: values,
      Cmd: fc.constantFrom(null, [], ['sh'], ['bash']),
      User: values,
      Env: fc.array(fc.constantFrom('A', 'A=', 'A=1', 'A=2', 'B=1', 'PATH=/bin', 'PATH=/app:/bin'), {
        maxLength: 4,
      }),
      Entrypoint: fc.constantFrom(null, ['/app']),
      Labels: fc.option(fc.dictionary(names, values)),
      Volumes: fc.dictionary(names, fc.constant({})),
      Healthcheck: fc.constantFrom({ Test: ['NONE'] }, { Test: ['CMD', 'a'], Interval: 1 }),
    },
    { requiredKeys: [] },
  );

  it('a base that changed nothing leaves the image as it was, to the byte', () => {
    fc.assert(
      fc.property(settings, settings, (image, old) => {
        const { config: merged, changes, conflicts } = merge(image, old, old);
        expect(JSON.stringify(merged.config)).toBe(JSON.stringify(config(image).config));
        expect({ changes, conflicts }).toEqual({ changes: [], conflicts: [] });
      }),
    );
  });

  it('an image that changed nothing has its new base’s labels, ports and volumes, without a conflict', () => {
    fc.assert(
      fc.property(settings, settings, (old, next) => {
        const { config: merged, conflicts } = merge(old, old, next);
        expect(merged.config?.Labels ?? {}).toEqual(next.Labels ?? {});
        expect(merged.config?.Volumes ?? {}).toEqual(next.Volumes ?? {});
        expect(conflicts).toEqual([]);
      }),
    );
  });

  it('a conflict is listed only where old base, new base and image all differ', () => {
    fc.assert(
      fc.property(settings, settings, settings, (image, old, next) => {
        for (const conflict of merge(image, old, next).conflicts) {
          expect(new Set([conflict.oldBase, conflict.newBase, conflict.image]).size).toBe(3);
        }
      }),
    );
  });

  it('merging twice is merging once', () => {
    fc.assert(
      fc.property(settings, settings, settings, (image, old, next) => {
        const once = merge(image, old, next).config.config ?? {};
        expect(merge(once, next, next).config.config ?? {}).toEqual(config(once).config ?? {});
        expect(JSON.stringify(merge(image, old, next))).toBe(JSON.stringify(merge(image, old, next)));
      }),
    );
  });
});
