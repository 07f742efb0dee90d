import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { platformChips } from '../words/platform-chips.ts';
import { boxName, shortName } from './graph-node-name.ts';

describe('boxName', () => {
  it.each([
    ['ghcr.io/acme/web:1', 'ghcr.io/|acme/web|:1'],
    ['docker.io/library/debian:12-slim', '|library/debian|:12-slim'],
    ['registry.example.com:5000/a-team/with/a-long-repository:2.1', '|…am/with/a-long-repository|:2.1'],
    [`ghcr.io/acme/web@sha256:${'ab'.repeat(32)}`, 'ghcr.io/|acme/web|@abababababab'],
    [`ghcr.io/acme/web:${'2026-11-24.feature-x'.repeat(3)}`, '|acme/web|:2026-11-24….feature-x'],
    [`sha256:${'ab'.repeat(32)}`, '|sha256:|abababababab'],
  ])('%s is %s', (name, expected) => {
    const { registry, repository, end } = boxName(name);
    expect(`${registry}|${repository}|${end}`).toBe(expected);
  });

  it('never has more characters than there is room for', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,40}$/);
    fc.assert(
      fc.property(part, part, part, (host, path, tag) => {
        const { registry, repository, end } = boxName(`${host}.io/${path}/${path}:${tag}`);
        expect((registry + repository + end).length).toBeLessThanOrEqual(30);
        expect(end.at(-1)).toBe(tag.at(-1));
      }),
    );
  });
});

it.each([
  [[], []],
  [['linux/amd64'], ['amd64']],
  [
    ['linux/amd64', 'linux/arm64/v8', 'windows/amd64'],
    ['amd64', 'arm64', 'windows/amd64'],
  ],
  [
    ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/s390x'],
    ['amd64', 'arm64', '+2'],
  ],
])('platforms %j are %j', (platforms, chips) => {
  expect(platformChips(platforms)).toEqual(chips);
});

it.each([
  ['ghcr.io/acme/shop/api:1.4', { name: 'api', version: '1.4' }],
  ['docker.io/library/debian:12-slim', { name: 'debian', version: '12-slim' }],
  ['ghcr.io/acme/api@sha256:'.concat('a'.repeat(64)), { name: 'api', version: 'aaaaaaaaaaaa' }],
  ['sha256:'.concat('b'.repeat(64)), { name: 'sha256:', version: 'bbbbbbbbbbbb' }],
  ['Not A Reference', { name: 'Not A Reference', version: '' }],
])('%s is short for its siblings', (name, expected) => expect(shortName(name)).toEqual(expected));
