import { expect, it } from 'vitest';
import { digestOf } from './compute-digest.ts';
import {
  ConfigFormatError,
  configPlatform,
  createdOf,
  diffIds,
  labelsOf,
  parseConfig,
} from './image-config.ts';

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

it.each<[string, object, object]>([
  ['a rootfs without a type', { rootfs: { diff_ids: [] } }, { rootfs: { diff_ids: [] } }],
  [
    'optional texts of null',
    { rootfs, created: null, author: null, variant: null, os: null },
    { os: '', architecture: '' },
  ],
  [
    'settings of null',
    { rootfs, config: { Env: null, Cmd: null, Labels: null, ExposedPorts: null, User: null } },
    {},
  ],
  [
    'a label of null as none',
    { rootfs, config: { Labels: { a: null, b: 'c' } } },
    { config: { Labels: { b: 'c' } } },
  ],
  ['a command that is one text', { rootfs, config: { Entrypoint: 'sh' } }, { config: { Entrypoint: 'sh' } }],
  [
    'history of null',
    { rootfs, history: [null, { created_by: null, empty_layer: null }] },
    { history: [{}, {}] },
  ],
  [
    'settings of other types that nobody reads',
    { rootfs, config: { User: 1000, Volumes: [] } },
    { config: { User: 1000 } },
  ],
])('reads %s', (_, json, expected) => {
  expect(parse(json)).toMatchObject(expected);
});

it('passes numbers on that no double holds', () => {
  const text = `{"rootfs":{"diff_ids":[]},"config":{"StopTimeout":1.0},"epoch":9223372036854775807}`;
  const config = parseConfig(new TextEncoder().encode(text));
  expect(JSON.stringify(config)).toContain('"StopTimeout":1.0');
  expect(JSON.stringify(config)).toContain('"epoch":9223372036854775807');
});

it.each<[string | null | undefined, string | null]>([
  ['2024-05-06T07:08:09.123456789Z', '2024-05-06T07:08:09.123456789Z'],
  ['2013-04-01T00:00:00+02:00', '2013-03-31T22:00:00.000Z'],
  ['0001-01-01T00:00:00Z', null],
  ['1970-01-01T00:00:00Z', null],
  ['1980-01-01T00:00:01Z', null],
  ['9999-12-31T23:59:59Z', null],
  ['2026-13-45T00:00:00Z', null],
  ['Thu, 01 Jan 2026 00:00:00 GMT', null],
  ['2026', null],
  ['0', null],
  ['yesterday', null],
  ['', null],
  [null, null],
  [undefined, null],
])('an image with the creation time %s was created at %s', (created, expected) => {
  expect(createdOf(parse({ rootfs, created }))).toBe(expected);
});

it.each([
  ['layers of another kind', { rootfs: { ...rootfs, type: 'layers+base' } }, /rootfs\.type: is not "layers"/],
  ['a key that Go takes for another', { rootfs, config: { env: [] } }, /config: .*"env" for "Env"/],
  ['the same where it is not checked', { rootfs, config: { user: 'x' } }, /"user" for "User"/],
  [
    'history that counts otherwise',
    { rootfs, history: [{ empty_layer: 'yes' }] },
    /history\.0\.empty_layer: is not true or false/,
  ],
  ['a command of another kind', { rootfs, config: { Cmd: { a: 1 } } }, /config\.Cmd/],
  ['no rootfs', { os: 'linux' }, /rootfs/],
  ['a diff ID that is none', { rootfs: { type: 'layers', diff_ids: ['x'] } }, /diff_ids\.0/],
  ['labels that are no strings', { rootfs, config: { Labels: { a: 1 } } }, /Labels/],
])('refuses %s', (_, json, problem) => {
  expect(() => parse(json)).toThrow(ConfigFormatError);
  expect(() => parse(json)).toThrow(problem);
});
