import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { compareRunning, type FoundImage, type ImageFamily, type RunningImage } from './compare-running.ts';

const digest = (name: string) => digestOf(name);
/** An index of builds by platform; `amd64=v2` is the manifest `v2`, whose config is `v2 config`. */
const index = (name: string, builds: Readonly<Record<string, string>>, isRead = true): ImageFamily => ({
  digest: digest(name),
  children: Object.entries(builds).map(([architecture, build]) => ({
    digest: digest(build),
    platform: architecture === '?' ? undefined : `linux/${architecture}`,
    config: isRead ? digest(`${build} config`) : undefined,
  })),
});
const manifest = (build: string, architecture: string): ImageFamily =>
  index(build, { [architecture]: build });
const present = (family: ImageFamily): FoundImage => ({ state: 'present', family });
const GONE: FoundImage = { state: 'gone' };
const NOT_ASKED: FoundImage = { state: 'unknown' };

const NOW = index('now', { amd64: 'a2', arm64: 'b2' });
const compare = (running: string | undefined, more: Partial<RunningImage> = {}) =>
  compareRunning({
    digest: running === undefined ? undefined : digest(running),
    ...{ isConfig: false, platform: 'linux/amd64', named: present(NOW), atDigest: NOT_ASKED },
    ...more,
  });
const SAME = { state: 'same' };

describe('the same image', () => {
  test.each([
    ['its index', 'now', {}],
    ['the manifest of the platform', 'a2', {}],
    ['its config', 'a2 config', { isConfig: true }],
    ['a manifest of another platform, pinned or emulated', 'b2', {}],
    [
      'another index with the same manifest',
      'before',
      { atDigest: present(index('before', { amd64: 'a2', arm64: 'b1' })) },
    ],
    [
      'another manifest with the same config',
      'gz',
      {
        atDigest: present({
          digest: digest('gz'),
          children: [{ digest: digest('gz'), platform: 'linux/amd64', config: digest('a2 config') }],
        }),
      },
    ],
    ['a manifest that only one platform has', 'single', { named: present(manifest('single', 'arm64')) }],
  ] as const)('%s', (_, running, more) => {
    expect(compare(running, more)).toEqual(SAME);
  });
});

describe('another build', () => {
  test('that is still in the registry', () => {
    const atDigest = present(index('old', { amd64: 'a1', arm64: 'b2' }));
    expect(compare('old', { atDigest })).toEqual({ state: 'outdated' });
  });

  test('that is gone', () => {
    expect(compare('old', { atDigest: GONE })).toEqual({ state: 'outdated' });
  });

  test('by its config', () => {
    expect(compare('a1 config', { isConfig: true })).toEqual({ state: 'outdated' });
  });
});

describe('what a new pod cannot pull', () => {
  test('a tag or a pinned digest that is gone', () => {
    expect(compare('old', { named: GONE, atDigest: present(NOW) })).toEqual({
      state: 'cannot-pull',
      why: 'gone',
    });
  });

  test('an index without the platform of the node', () => {
    const named = present(index('now', { arm64: 'b2' }));
    expect(compare('old', { named, atDigest: GONE })).toEqual({ state: 'cannot-pull', why: 'no-platform' });
  });
});

describe('what is not known', () => {
  test.each<[string, string | undefined, Partial<RunningImage>, string]>([
    ['without a digest', undefined, {}, 'no-digest'],
    ['if the registry did not answer', 'old', { named: NOT_ASKED }, 'not-read'],
    ['if the running digest was not looked up', 'old', {}, 'not-read'],
    [
      'if configs were not read',
      'a1 config',
      { isConfig: true, named: present(index('now', { amd64: 'a2' }, false)) },
      'not-read',
    ],
    [
      'without the platform, if one of two manifests is the same',
      'before',
      { platform: undefined, atDigest: present(index('before', { amd64: 'a2', arm64: 'b1' })) },
      'no-platform-known',
    ],
  ])('%s', (_, running, more, why) => {
    expect(compare(running, more)).toEqual({ state: 'unknown', why });
  });
});

test('a node tells no variant: its image may have one', () => {
  const named = present(index('now', { 'arm/v7': 'c2', 'arm/v6': 'c1' }));
  const atDigest = present(index('old', { 'arm/v7': 'c2' }));
  expect(compare('old', { platform: 'linux/arm/v7', named, atDigest })).toEqual(SAME);
});

const builds = fc.dictionary(fc.constantFrom('amd64', 'arm64', '?'), fc.constantFrom('x', 'y', 'z'), {
  minKeys: 1,
});
const family = fc.tuple(fc.constantFrom('i1', 'i2'), builds, fc.boolean()).map(([name, of, isRead]) => {
  // Equal names are equal content.
  return index(`${name} ${JSON.stringify(Object.entries(of).sort())}`, of, isRead);
});
const found = fc.oneof(family.map(present), fc.constant(GONE), fc.constant(NOT_ASKED));
const platform = fc.constantFrom('linux/amd64', 'linux/arm64', undefined);

test('every member of the named family is the same image, on any platform', () => {
  fc.assert(
    fc.property(family, platform, found, (of, on, atDigest) => {
      const members = [
        of.digest,
        ...of.children.flatMap((child) => [child.digest, child.config ?? child.digest]),
      ];
      for (const member of members) {
        const running = { digest: member, isConfig: false, platform: on, named: present(of), atDigest };
        expect(compareRunning(running)).toEqual(SAME);
      }
    }),
  );
});

test('what the registry did not answer is never the same and never outdated; what is gone is never the same', () => {
  fc.assert(
    fc.property(platform, found, fc.boolean(), (on, atDigest, isConfig) => {
      const running = { digest: digest('running'), isConfig, platform: on, atDigest };
      expect(compareRunning({ ...running, named: NOT_ASKED }).state).toBe('unknown');
      expect(compareRunning({ ...running, named: GONE }).state).toBe('cannot-pull');
    }),
  );
});

test('two indexes that a node cannot tell apart are the same image, whichever runs', () => {
  fc.assert(
    fc.property(family, family, fc.constantFrom('linux/amd64', 'linux/arm64'), (a, b, on) => {
      const verdict = (runs: ImageFamily, named: ImageFamily) =>
        compareRunning({
          ...{ digest: runs.digest, isConfig: false, platform: on },
          ...{ named: present(named), atDigest: present(runs) },
        }).state;
      if (verdict(a, b) === 'same' && verdict(b, a) !== 'cannot-pull') expect(verdict(b, a)).toBe('same');
      const onNode = ({ children }: ImageFamily) =>
        children
          .filter((child) => child.platform === undefined || child.platform === on)
          .map((child) => child.digest);
      const common = onNode(a).some((child) => onNode(b).includes(child));
      if (common) expect(verdict(a, b)).toBe('same');
    }),
  );
});
