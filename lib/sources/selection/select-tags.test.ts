import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digest } from '../testing.ts';
import type { FoundTag } from './found-tag.ts';
import { selectTags } from './select-tags.ts';
import { selectionSchema } from './selection.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.parse('2026-06-15T12:00:00Z');
const tag = (name: string, more: Partial<FoundTag> = {}): FoundTag => ({
  ...{ registry: 'reg.corp', repository: 'app', tag: name },
  ...more,
});
const select = (found: readonly FoundTag[], selection: object) =>
  selectTags(found, selectionSchema.parse(selection), NOW);
const kept = (names: readonly string[], selection: object) =>
  select(
    names.map((name) => tag(name)),
    selection,
  ).selected.map((each) => each.tag);
const reasons = (found: readonly FoundTag[], selection: object) =>
  Object.fromEntries(select(found, selection).dropped.map(({ reason, examples }) => [reason, examples]));

describe('tags', () => {
  test.each<[string, object, string[], string[]]>([
    ['all', { tags: 'all' }, ['b', '1', 'a'], ['1', 'a', 'b']],
    ['names', { tags: { names: ['latest', 'stable'] } }, ['latest', '1', 'Stable'], ['latest']],
    [
      'a regular expression',
      { tags: { regex: '^\\d{4}\\.\\d{2}$' } },
      ['2026.01', '2026.1', 'x2026.01'],
      ['2026.01'],
    ],
    [
      'a range',
      { tags: { semver: '>=1.0 <3' } },
      ['v1.2.3', '0.9', '2', '2.5-alpine', '3.0.0', 'main'],
      ['2.5-alpine', '2', 'v1.2.3'],
    ],
    [
      'a range and pre-releases',
      { tags: { semver: '^2.0.0' } },
      ['2.1.0', '2.1.0-rc.1', '2.1.0-rc1', '2.1.0-slim'],
      ['2.1.0', '2.1.0-slim'],
    ],
    [
      'a range of pre-releases',
      { tags: { semver: '>=2.1.0-rc.1' } },
      ['2.1.0-rc.2', '2.1.0-beta.1'],
      ['2.1.0-rc.2'],
    ],
    [
      'the newest of each minor version',
      { tags: { semver: '>=1', newest: 2, per: 'minor' } },
      ['1.1.1', '1.1.2', '1.1.10', '1.2.0', '1.2', '1.1'],
      ['1.2', '1.2.0', '1.1.10', '1.1.2', '1.1'],
    ],
    [
      'the newest of each variant apart',
      { tags: { semver: '>=1', newest: 1, per: 'major' } },
      ['1.1.0', '1.2.0', '1.1.0-slim', '1.2.0-alpine3.20', '1.1.0-alpine3.20', '2.0.0'],
      ['2.0.0', '1.2.0', '1.2.0-alpine3.20', '1.1.0-slim'],
    ],
    [
      'the newest by date',
      { tags: { newest: 2 } },
      ['20260101', '20260301', '20260201', 'main'],
      ['20260301', '20260201'],
    ],
    ['four numbers', { tags: { semver: '>=1', newest: 1 } }, ['1.2.3.4', '1.2.3.10'], ['1.2.3.10']],
  ])('%s', (_, selection, names, expected) => {
    expect(kept(names, selection)).toEqual(expected);
    expect(kept(names.toReversed(), selection)).toEqual(expected);
  });

  test('a pattern with catastrophic backtracking matches in linear time', () => {
    expect(kept(['a'.repeat(120)], { tags: { regex: '^(a+)+$' } })).toHaveLength(1);
    expect(kept([`${'a'.repeat(120)}!`], { tags: { regex: '^(a|a)*(a*)*b$' } })).toEqual([]);
  });
});

describe('dropped, each with its reason', () => {
  const hex = 'a'.repeat(64);
  test('signatures, caches, charts, artifacts and our own tags', () => {
    const found = [
      ...[`sha256-${hex}.sig`, `sha256-${hex}.att`, `sha256-${hex}.sbom`, `sha256-${hex}`].map((name) =>
        tag(name),
      ),
      ...['buildcache', 'main-buildcache', 'buildcache-arm64'].map((name) => tag(name)),
      tag('baseboard-old-1'),
      ...(['chart', 'artifact', 'build-cache', 'signature'] as const).map((nonImage) =>
        tag(`x-${nonImage}`, { nonImage }),
      ),
      ...['1', 'sha256-abc', 'buildcached'].map((name) => tag(name)),
    ];
    expect(select(found, {}).selected.map((each) => each.tag)).toEqual(['sha256-abc', '1', 'buildcached']);
    expect(select(found, {}).dropped.map(({ reason, count }) => [reason, count])).toEqual([
      ['signature', 5],
      ['build-cache', 4],
      ['own-tag', 1],
      ['chart', 1],
      ['artifact', 1],
    ]);
  });

  test('repositories by patterns', () => {
    const found = ['apps/a', 'apps/a/cache', 'apps/b/x', 'tools/a'].map((repository) =>
      tag('1', { repository }),
    );
    const selection = { repositories: { include: ['apps/**'], exclude: ['**/cache'] } };
    expect(select(found, selection).selected.map(({ repository }) => repository)).toEqual([
      'apps/a',
      'apps/b/x',
    ]);
    expect(reasons(found, selection)).toEqual({
      'repository-not-included': ['reg.corp/tools/a:1'],
      'repository-excluded': ['reg.corp/apps/a/cache:1'],
    });
  });

  test('by age, where the listing has it', () => {
    const found = [
      tag('old', { pushedAt: NOW - 31 * DAY }),
      tag('new', { pushedAt: NOW - 29 * DAY }),
      tag('no-time'),
    ];
    const result = select(found, { pushedWithin: '30d' });
    expect(result.selected.map((each) => each.tag)).toEqual(['new', 'no-time']);
    expect(result).toMatchObject({ withoutTime: 1, dropped: [{ reason: 'too-old', count: 1 }] });
  });

  test('beyond the limit, the newest stay', () => {
    const found = Array.from({ length: 10 }, (_, n) => tag(`t${n}`, { pushedAt: NOW - n * DAY }));
    const result = select(found, { maxImages: 3 });
    expect(result.selected.map((each) => each.tag)).toEqual(['t0', 't1', 't2']);
    expect(result.dropped).toEqual([
      {
        reason: 'over-limit',
        count: 7,
        examples: [
          'reg.corp/app:t3',
          'reg.corp/app:t4',
          'reg.corp/app:t5',
          'reg.corp/app:t6',
          'reg.corp/app:t7',
        ],
      },
    ]);
  });
});

describe('laws', () => {
  const part = fc.constantFrom('1', '2', '10', '2026', '20260101', '99999999999');
  const names = fc.oneof(
    fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
    fc.tuple(part, fc.constantFrom('-slim', '-rc1', '_1', '.x')).map((parts) => parts.join('')),
    fc.constantFrom('latest', 'main', 'v1.2', `sha256-${'b'.repeat(64)}.sig`),
  );
  const found = fc.array(
    fc.record({
      registry: fc.constant('reg.corp'),
      repository: fc.constantFrom('a', 'a/b', 'c'),
      tag: names,
      digest: fc.option(fc.constantFrom(digest('1'), digest('2')), { nil: undefined }),
      pushedAt: fc.option(fc.integer({ min: NOW - 90 * DAY, max: NOW }), { nil: undefined }),
    }),
    { maxLength: 40 },
  );
  const selection = fc.constantFrom<object>(
    {},
    { tags: { semver: '>=1', newest: 2, per: 'minor' } },
    { tags: { semver: '*', newest: 1, per: 'repository' } },
    { tags: { regex: '1', newest: 3 } },
    { tags: { newest: 2 }, pushedWithin: '30d' },
    { repositories: { include: ['a/**', 'c'], exclude: [] }, maxImages: 3 },
  );

  test('the order of the listing and repeated tags change nothing', () => {
    fc.assert(
      fc.property(found, selection, fc.infiniteStream(fc.nat()), (tags, chosen, seeds) => {
        const shuffled = [...tags, ...tags.slice(0, 5)]
          .map((each) => [seeds.next().value, each] as const)
          .sort(([a], [b]) => a - b)
          .map(([, each]) => each);
        expect(select(shuffled, chosen)).toEqual(select(tags, chosen));
      }),
    );
  });

  test('every tag is selected or dropped, once, and selecting again drops nothing', () => {
    fc.assert(
      fc.property(found, selection, (tags, chosen) => {
        const { selected, dropped } = select(tags, chosen);
        const unique = new Set(tags.map((each) => `${each.repository}:${each.tag}`));
        expect(selected.length + dropped.reduce((sum, { count }) => sum + count, 0)).toBe(unique.size);
        expect(select(selected, chosen).selected).toEqual(selected);
      }),
    );
  });
});
