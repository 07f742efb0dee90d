import pg from 'pg';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../testing.ts';
import { openDatabase } from './open-database.ts';
import { fillWithOldFleet } from './testing-old-fleet.ts';

/** Enough copies of the old fleet's verdicts for several batches. */
const COPIES = 40;

it('rewrites every stored verdict, however many there are', { timeout: 60_000 }, async () => {
  const url = await createTestDatabase();
  await fillWithOldFleet(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into verdicts (image_id, at, superseded_at, fingerprint, lineage, status, ancestors, platforms)
        select image_id, at, at, fingerprint, lineage, status, ancestors, platforms
        from verdicts, generate_series(1, $1::int)`,
      [COPIES],
    );
    await (await openDatabase(url)).close();
    const { rows } = await client.query(`
      select count(*) > 1000 as many, count(*) filter (where not lineage ? 'version')::int as left from verdicts`);
    expect(rows).toEqual([{ many: true, left: 0 }]);
    const { rows: images } = await client.query(
      'select reference from images where verdict_id is not null and finding is null',
    );
    expect(images).toEqual([]);
  } finally {
    await client.end();
  }
});
