import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileFilter, type FilterSubject, NOWHERE } from '#lib/lineage/filter/filter-match.ts';
import { anyFilter, anyTerm } from '#lib/lineage/filter/testing-filters.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { images } from '../schema/images.ts';
import { testDatabase } from '../testing.ts';
import { countPublicByStatus, readPublicStatus } from './public-images.ts';

const database = testDatabase();

const reference = fc.constantFrom(
  'docker.io/library/debian:12',
  'docker.io/library/alpine:3',
  'corp.example/secret/base:1',
  'ghcr.io/apps/shop:1',
  'ghcr.io/apps/api:1',
);
const baseName = fc.oneof(
  reference,
  reference.map((name) => `${name}@sha256:${'0'.repeat(64)}`),
);
const member = fc.record({
  reference,
  status: fc.constantFrom(...STATUS),
  public: fc.boolean(),
  snoozed: fc.boolean(),
  baseName: fc.option(baseName),
  further: fc.array(baseName, { maxLength: 2 }),
});
type Member = typeof member extends fc.Arbitrary<infer T> ? T : never;
const fleet = fc.uniqueArray(member, { selector: (each) => each.reference, maxLength: 5 });

const filter = anyFilter(
  anyTerm({
    pattern: fc.constantFrom('debian', 'corp.example/*', '*secret*', '*', 'alpine:3', 'acme'),
    word: fc.constantFrom('debain', 'secret', 'shp'),
    digest: fc.constantFrom('abcdef', '000000'),
  }),
  2,
);

/** The id of a hold; its row does not matter here. */
const HOLD = '00000000-0000-4000-8000-000000000001';

async function store(members: readonly Member[]): Promise<void> {
  await database().execute(sql`truncate images cascade`);
  if (members.length === 0) return;
  await database()
    .insert(images)
    .values(
      members.map((each) => {
        const { registry, repository, tag } = parseReference(each.reference);
        return {
          ...{ reference: each.reference, registry, repository, tag: tag ?? null, public: each.public },
          ...{ addedAt: new Date(0), status: each.status, baseName: each.baseName, checkedAt: new Date(0) },
          ancestors: ancestorsOf(each),
          digest: `sha256:${'abcdef'.padEnd(64, '0')}`,
          owner: 'acme',
          holdId: each.snoozed ? HOLD : null,
        };
      }),
    );
}

const ancestorsOf = ({ baseName: direct, further }: Member) => [
  ...(direct === null ? [] : [direct]),
  ...further,
];

/** The facts about an image that anyone may see: of its bases, only the public ones; no digest, owner or snooze. */
function seen(each: Member, members: readonly Member[]): FilterSubject {
  const shown = new Set<string>(members.flatMap((one) => (one.public ? one.reference : [])));
  const isShown = (name: string) => shown.has(name) || shown.has(name.split('@')[0] ?? '');
  return {
    ...{ reference: each.reference, status: each.status, public: each.public, platforms: [], sample: false },
    ...{ digest: null, owner: null, behindSince: null, snoozed: false, mentioned: NOWHERE },
    baseName: each.baseName !== null && isShown(each.baseName) ? each.baseName : null,
    ancestors: ancestorsOf(each).filter(isShown),
  };
}

it('counts only public images, and never by the name of a private one', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fleet, fc.array(filter, { minLength: 1, maxLength: 6 }), async (members, filters) => {
      await store(members);
      for (const each of filters) {
        const expected = new Map<string, number>();
        for (const one of members) {
          if (!one.public || !compileFilter(each)(seen(one, members))) continue;
          expected.set(one.status, (expected.get(one.status) ?? 0) + 1);
        }
        expect((await countPublicByStatus(database(), each)).byStatus).toEqual(expected);
      }
    }),
    { numRuns: 80 },
  );
});

it('a private base cannot be guessed through a public image that is based on it', async () => {
  const shop = {
    reference: 'ghcr.io/apps/shop:1',
    status: 'stale',
    public: true,
    snoozed: false,
    further: [],
  } as const;
  const base = 'corp.example/secret/base:1';
  await store([
    { ...shop, further: [], baseName: base },
    { reference: base, status: 'root', public: false, snoozed: true, baseName: null, further: [] },
  ]);
  const by = async (value: string) =>
    (await countPublicByStatus(database(), [{ key: 'base', values: [value] }])).byStatus;
  expect(await by('corp.*')).toEqual(new Map());
  expect(await by('*')).toEqual(new Map());
  await database().execute(sql`update images set public = true`);
  expect(await by('corp.*')).toEqual(new Map([['stale', 1]]));
});

it('returns the status of public images only', async () => {
  const open = 'ghcr.io/apps/shop:1';
  const closed = 'ghcr.io/apps/api:1';
  const one = { status: 'stale' as const, snoozed: true, baseName: null, further: [] };
  await store([
    { ...one, reference: open, public: true },
    { ...one, reference: closed, public: false },
  ]);
  expect(await readPublicStatus(database(), open)).toEqual({ status: 'stale', behindSince: null });
  for (const hidden of [closed, 'ghcr.io/apps/nothing:1', '', undefined]) {
    expect(await readPublicStatus(database(), hidden)).toBeUndefined();
  }
});
