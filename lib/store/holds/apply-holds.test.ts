import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holds } from '../schema/holds.ts';
import { images } from '../schema/images.ts';
import { testDatabase } from '../testing.ts';
import { addVerdict, trackAt } from '../testing-verdicts.ts';
import { applyHolds } from './apply-holds.ts';

const database = testDatabase();
const day = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * 86_400_000);
const APPS = ['r.test/a:1', 'r.test/b:1', 'r.test/c:1'];
const BASES = ['r.test/x:1', 'r.test/y:1'];

const target = fc.oneof(
  fc.record({ references: fc.subarray(APPS, { minLength: 1 }) }),
  fc.record({ base: fc.constantFrom(...BASES) }),
  fc.record({ filter: fc.constantFrom('repo:a', 'base:r.test/y', 'status:stale', '') }),
);
const hold = fc.record({ target, until: fc.option(fc.integer({ min: 1, max: 4 })) });

it('every image has the hold on it that lasts longest, at every time', { timeout: 60_000 }, async () => {
  const db = database();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...BASES), { minLength: APPS.length, maxLength: APPS.length }),
      fc.array(hold, { maxLength: 4 }),
      async (bases, given) => {
        await db.execute(sql`truncate images, holds cascade`);
        for (const [index, reference] of APPS.entries()) {
          const id = await trackAt(db, reference, day(0));
          const baseName = bases[index] ?? null;
          await addVerdict(db, id, reference, day(0), {
            status: index === 0 ? 'stale' : 'up-to-date',
            baseName,
          });
        }
        const stored = await Promise.all(
          given.map(async ({ target: on, until }, index) => {
            const [row] = await db
              .insert(holds)
              .values({
                ...{ references: null, base: null, filter: null, ...on },
                until: until === null ? null : day(until),
                untilNextDigest: false,
                reason: String(index),
                createdAt: day(0),
                createdBy: 'ada',
              })
              .returning();
            return { id: row?.id ?? '', on, until: until ?? Infinity };
          }),
        );
        const isOn = (on: (typeof stored)[number]['on'], index: number) => {
          if ('references' in on) return on.references.includes(APPS[index] ?? '');
          if ('base' in on) return on.base === bases[index];
          return (
            on.filter === '' || (on.filter === 'base:r.test/y' ? bases[index] === BASES[1] : index === 0)
          );
        };
        for (const now of [0.5, 1.5, 2.5, 3.5, 4.5]) {
          await applyHolds(db, day(now));
          const found = await db.select({ holdId: images.holdId }).from(images).orderBy(images.reference);
          for (const [index, { holdId }] of found.entries()) {
            const open = stored.filter(({ on, until }) => until > now && isOn(on, index));
            const longest = Math.max(...open.map(({ until }) => until));
            const allowed = open.flatMap(({ id, until }) => (until === longest ? [id] : []));
            expect(allowed.length === 0 ? [null] : allowed).toContain(holdId);
          }
        }
      },
    ),
    { numRuns: 30 },
  );
});
