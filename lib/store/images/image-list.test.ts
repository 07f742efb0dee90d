import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import { compileFilter } from '#lib/lineage/filter/filter-match.ts';
import { anyFilter, anyTerm } from '#lib/lineage/filter/testing-filters.ts';
import { SORT_COLUMN, type SortColumn } from '#lib/lineage/vocabulary/image-sort.ts';
import { STATUS, type Status, WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { CursorError } from '../database/keyset.ts';
import { images } from '../schema/images.ts';
import { testDatabase } from '../testing.ts';
import { listImages } from './image-list.ts';
import { mentionedOf, places, storePlaces } from './testing-places.ts';

const database = testDatabase();

const registries = ['docker.io', 'ghcr.io', '127.0.0.1:5000'];
const repositories = ['library/debian', 'apps/shop', 'apps/sure_x', 'team/a/b'];
const reference = fc
  .record({
    registry: fc.constantFrom(...registries),
    repository: fc.constantFrom(...repositories),
    tag: fc.constantFrom('1', '12-slim', '1.0_x'),
  })
  .map(({ registry, repository, tag }) => `${registry}/${repository}:${tag}`);

const member = fc.record({
  reference,
  status: fc.constantFrom(...STATUS),
  baseName: fc.option(reference),
  further: fc.array(reference, { maxLength: 2 }),
  platforms: fc.subarray(['linux/amd64', 'linux/arm64', 'linux/arm64/v9', 'windows/amd64:10.0.1']),
  sample: fc.boolean(),
  public: fc.boolean(),
  snoozed: fc.boolean(),
  behind: fc.option(fc.integer({ min: 0, max: 3 })),
  checked: fc.option(fc.integer({ min: 0, max: 3 })),
  digest: fc.option(
    fc.constantFrom(...['0123456', 'abcdef'].map((begin) => `sha256:${begin.padEnd(64, '0')}`)),
  ),
  owner: fc.option(fc.constantFrom('github.com/debian', 'Apps', 'x')),
  places,
});
type Member = typeof member extends fc.Arbitrary<infer T> ? T : never;
const fleet = fc.uniqueArray(member, { selector: (each) => each.reference, maxLength: 12 });

const pattern = fc.constantFrom(
  ...[
    'debian',
    'debian:*',
    '*shop*',
    'apps/*',
    'ghcr.io',
    'docker.io',
    '1',
    '12-*',
    '100%',
    '_',
    'arm64',
    'amd64',
    'linux/*',
    'x',
    '*',
  ],
);
const term = anyTerm({
  pattern,
  word: fc.constantFrom(
    'debian',
    'debain',
    'dslim',
    'shp',
    'shopp',
    'app/shop',
    'tab',
    'ghcr',
    'sure-x',
    'dbn:12',
    'debain:1',
    'debian:21',
    'debianx:12',
    'shop:2',
    '1.0',
  ),
  digest: fc.constantFrom('0123456', 'sha256:01234567', 'sha512:01234567', 'abcdef', 'abcdee'),
});
const filter = anyFilter(term);

/** The id of a hold; its row does not matter here. */
const HOLD = '00000000-0000-4000-8000-000000000001';

async function store(members: readonly Member[]): Promise<void> {
  const db = database();
  await db.execute(sql`truncate images, sources cascade`);
  if (members.length === 0) return;
  await db.insert(images).values(
    members.map((each) => {
      const { registry, repository, tag } = parseReference(each.reference);
      return {
        reference: each.reference,
        registry,
        repository,
        tag: tag ?? null,
        sample: each.sample,
        public: each.public,
        holdId: each.snoozed ? HOLD : null,
        addedAt: new Date(0),
        status: each.status,
        baseName: each.baseName,
        ancestors: ancestorsOf(each),
        platforms: each.platforms,
        behindSince: behindSinceOf(each),
        digest: each.digest,
        owner: each.owner,
        checkedAt: each.checked === null ? null : new Date(each.checked * 86_400_000),
      };
    }),
  );
}

/** Far enough from any age that filters compare with, whatever time the test takes. */
const behindSinceOf = ({ behind }: Member) =>
  behind === null ? null : new Date(STARTED - behind * 86_400_000 - 3_600_000 / 2);
const STARTED = Date.now();

/** What an order compares of an image; null if it has none. */
function keyOf(each: Member, sort: SortColumn): string | number | null {
  return {
    reference: each.reference,
    baseName: each.baseName,
    status: WORST_FIRST.indexOf(each.status),
    // The longest behind is behind since the earliest time.
    behindSince: each.behind === null ? null : -each.behind,
    checkedAt: each.checked,
    running: WORST_FIRST.indexOf(each.status),
  }[sort];
}

/** Whether an image comes after those that have a value, whatever the direction. */
function isLast(each: Member, sort: SortColumn): boolean {
  return sort === 'running' ? !mentionedOf(each).running : keyOf(each, sort) === null;
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b || a === null || b === null) return 0;
  return a < b ? -1 : 1;
}

const ancestorsOf = ({ baseName, further }: Member) => [...(baseName === null ? [] : [baseName]), ...further];

async function all(query: { filter: Filter; sort?: SortColumn; descending?: boolean; limit?: number }) {
  const { sort = 'reference', descending = false, limit = 3 } = query;
  const found: { reference: string; status: Status; behindSince: Date | null }[] = [];
  let cursor: string | undefined;
  let total = 0;
  do {
    const page = await listImages(database(), { filter: query.filter, sort, descending, limit, cursor });
    found.push(...page.items);
    total = page.total;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(total).toBe(found.length);
  return found;
}

describe('the list of images', () => {
  it('selects with SQL exactly what the filter selects in memory', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fleet, fc.array(filter, { minLength: 1, maxLength: 8 }), async (members, filters) => {
        await store(members);
        await storePlaces(database(), members);
        for (const each of filters) {
          const expected = members.filter((subject) =>
            compileFilter(each)({
              ...subject,
              ancestors: ancestorsOf(subject),
              behindSince: behindSinceOf(subject),
              mentioned: mentionedOf(subject),
            }),
          );
          const found = await all({ filter: each, limit: 100 });
          expect(found.map((image) => image.reference).toSorted()).toEqual(
            expected.map((subject) => subject.reference).toSorted(),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is in the requested order on pages of every size: empty values last, ties by name', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fleet, fc.integer({ min: 1, max: 4 }), async (members, limit) => {
        await store(members);
        await storePlaces(database(), members);
        for (const sort of SORT_COLUMN) {
          for (const descending of [false, true]) {
            const found = await all({ filter: [], sort, descending, limit });
            const expected = members.toSorted((a, b) => {
              const [x, y] = [keyOf(a, sort), keyOf(b, sort)];
              if (isLast(a, sort) !== isLast(b, sort)) return isLast(a, sort) ? 1 : -1;
              const order = compare(x, y) * (descending ? -1 : 1);
              return order === 0 ? compare(a.reference, b.reference) : order;
            });
            expect([sort, descending, found.map(({ reference }) => reference)]).toEqual([
              sort,
              descending,
              expected.map(({ reference }) => reference),
            ]);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('starts with the worst status, and with the longest behind', async () => {
    const of = (name: string, status: Status, behind: number | null) => ({
      ...{ reference: `ghcr.io/apps/${name}:1`, status, behind, baseName: null, checked: 0 },
      ...{
        further: [],
        platforms: [],
        sample: false,
        public: false,
        snoozed: false,
        places: [],
        digest: null,
        owner: null,
      },
    });
    await store([of('a', 'up-to-date', null), of('b', 'broken', 1), of('c', 'stale', 2)]);
    const names = async (sort: SortColumn) =>
      (await all({ filter: [], sort })).map((image) => image.reference.slice('ghcr.io/apps/'.length, -2));
    expect(await names('status')).toEqual(['b', 'c', 'a']);
    expect(await names('behindSince')).toEqual(['c', 'b', 'a']);
  });

  it.each(['', 'x', Buffer.from('["status","x","y"]').toString('base64url')])(
    'refuses the cursor “%s”',
    async (cursor) => {
      const query = { filter: [], sort: 'reference' as const, descending: false, limit: 1, cursor };
      await expect(listImages(database(), query)).rejects.toThrow(CursorError);
    },
  );
});
