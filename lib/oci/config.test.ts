import { expect, it } from 'vitest';
import { ConfigFormatError, configPlatform, diffIds, labelsOf, parseConfig } from './config.ts';
import { digestOf } from './hash.ts';

const parse = (value: unknown) => parseConfig(new TextEncoder().encode(JSON.stringify(value)));
const rootfs = { type: 'layers', diff_ids: [digestOf('layer')] };

it('reads what a config says and keeps the rest', () => {
  const config = parse({
    os: 'linux',
    architecture: 'arm64',
    variant: 'v8',
    rootfs,
    config: { Labels: { a: 'b' }, Own: 1 },
    own: true,
  });
  expect(diffIds(config)).toEqual([digestOf('layer')]);
  expect(labelsOf(config)).toEqual({ a: 'b' });
  expect(configPlatform(config)).toEqual({ os: 'linux', architecture: 'arm64', variant: 'v8' });
  expect(config).toMatchObject({ own: true, config: { Own: 1 } });
});

it('takes nulls where Go writes them', () => {
  const config = parse({ rootfs: { type: 'layers', diff_ids: null }, config: null, history: null });
  expect(diffIds(config)).toEqual([]);
  expect(labelsOf(config)).toEqual({});
});

it.each([
  ['no rootfs', { os: 'linux' }, /rootfs/],
  ['a diff ID that is none', { rootfs: { type: 'layers', diff_ids: ['x'] } }, /diff_ids\.0/],
  ['labels that are no strings', { rootfs, config: { Labels: { a: 1 } } }, /Labels/],
])('refuses %s', (_, json, problem) => {
  expect(() => parse(json)).toThrow(ConfigFormatError);
  expect(() => parse(json)).toThrow(problem);
});
