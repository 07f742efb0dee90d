import { expect, it } from 'vitest';
import { countSla } from '#lib/lineage/verdict/sla.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { images } from '../schema/images.ts';
import { testDatabase } from '../testing.ts';
import { countOverdue } from './sla-counts.ts';

const database = testDatabase();
const NOW = new Date('2026-06-30T12:00:00Z');
const SLA = { staleDays: 30 };
const AGES = [null, '2026-05-31T11:59:59Z', '2026-05-31T12:00:00Z', '2026-06-29T00:00:00Z'];

it('counts in SQL as in memory, for every status and age', async () => {
  const fleet = STATUS.flatMap((status) =>
    AGES.map((since, age) => ({ status, behindSince: since === null ? null : new Date(since), age })),
  );
  await database()
    .insert(images)
    .values(
      fleet.map(({ status, behindSince, age }) => ({
        reference: `ghcr.io/${status}:${age}`,
        registry: 'ghcr.io',
        repository: status,
        tag: String(age),
        addedAt: new Date(0),
        status,
        behindSince,
      })),
    );
  const counts = await countOverdue(database(), [], SLA, { now: NOW });
  expect(counts).toEqual(countSla(fleet, SLA, NOW));
  expect(counts).toMatchObject({ overdue: 2 });
});
