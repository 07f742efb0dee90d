// How long does reading the fleet's history take? 10,000 images with 30 verdicts each: the trend, the changes of a day, and
// the fleet as it was, compared with one plain sequential scan of the same 300,000 rows in the same run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import type { Database } from '#lib/store/database/database.ts';
import { startEmbeddedServer } from '#lib/store/embedded/server.ts';
import { countChanges, readChanges } from '#lib/store/history/changes.ts';
import { readMoments } from '#lib/store/history/moments.ts';
import { readStatusChanges } from '#lib/store/history/status-changes.ts';
import { readStatusTrend } from '#lib/store/history/status-trend.ts';
import { countByStatus } from '#lib/store/images/fleet-summary.ts';
import { openDatabase } from '#lib/store/upgrades/open-database.ts';
import { median, report, seconds, spread } from './measure.ts';

const ROUNDS = 5;
const IMAGES = 10_000;
const VERDICTS = 30;
const BASES = 100;
const DAY_MS = 24 * 3600 * 1000;
/** Padding in pieces of 32 bytes for the evidence of a verdict, so that rows are as wide as real ones. */
const PIECES = 94;

/** Every image is based on one of the bases. Its verdicts are three days apart, fresh and stale in turn, as the bases move. */
async function fill(db: Database): Promise<void> {
  await db.execute(sql`
    insert into images (reference, registry, repository, tag, added_at, status, base_name, ancestors, checked_at)
    select 'r.test/apps/app-' || n || ':1', 'r.test', 'apps/app-' || n, '1', now() - interval '91 days', 'stale',
      'r.test/base-' || n % ${BASES} || ':1', array['r.test/base-' || n % ${BASES} || ':1', 'r.test/os:1'], now()
    from generate_series(1, ${IMAGES}) n`);
  await db.execute(sql`
    insert into verdicts (image_id, at, superseded_at, fingerprint, lineage, status, previous_status, base_name,
      ancestors, platforms)
    select id, moment, case when m < ${VERDICTS} then moment + interval '3 days' end, m::text,
      jsonb_build_object('finding', '{"kind": "stated", "text": "It moved."}'::jsonb, 'links', '[]'::jsonb, 'padding',
        (select string_agg(md5(m::text || part::text || reference), '') from generate_series(1, ${PIECES}) part)),
      case when m % 2 = 0 then 'stale' else 'up-to-date' end,
      case when m = 1 then null when m % 2 = 0 then 'up-to-date' else 'stale' end, base_name, ancestors,
      array['linux/amd64']
    from images, generate_series(1, ${VERDICTS}) m,
      lateral (select images.added_at + m * interval '3 days' + hashtext(reference) % 3600 * interval '1 second' as moment) times
    order by m`);
  await db.execute(sql`update images set verdict_id = verdicts.id from verdicts
    where verdicts.image_id = images.id and verdicts.superseded_at is null`);
  await db.execute(sql`
    insert into observations (tag, digest, first_seen, last_seen)
    select 'r.test/base-' || n || ':1', 'sha256:' || md5(n || ' ' || m), now() - interval '91 days' + m * interval '3 days',
      now() - interval '88 days' + m * interval '3 days' - interval '1 hour'
    from generate_series(0, ${BASES - 1}) n, generate_series(0, ${VERDICTS}) m`);
  await db.execute(sql`vacuum analyze`);
}

const directory = mkdtempSync(join(tmpdir(), 'baseboard-bench-'));
const server = await startEmbeddedServer(directory);
const { db, pool, close } = await openDatabase(server.url);
try {
  report(`filling ${IMAGES} × ${VERDICTS} verdicts: ${(await seconds(() => fill(db))).toFixed(0)} s`);
  const now = new Date();
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const moments = Array.from({ length: 90 }, (_, n) => ago(89 - n));
  const all = parseFilter('');
  const onBase = parseFilter('base:"r.test/base-7:1"');
  const onAncestors = parseFilter('ancestor:"r.test/os:*" -repo:apps/app-1*');
  const page = { limit: 200, cursor: undefined };
  const asked: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['trend of the fleet, 90 moments', () => readStatusTrend(db, all, moments)],
    ['trend of one base, 90 moments', () => readStatusTrend(db, onBase, moments)],
    ['trend with a filter on ancestors', () => readStatusTrend(db, onAncestors, moments)],
    ['200 changes of the last day', () => readChanges(db, { filter: all, from: ago(1), to: now, ...page })],
    ['200 changes of 90 days', () => readChanges(db, { filter: all, from: ago(90), to: now, ...page })],
    ['totals of the last day', () => countChanges(db, { filter: all, from: ago(1), to: now })],
    ['totals of 90 days', () => countChanges(db, { filter: all, from: ago(90), to: now })],
    ['the times of changes', () => readMoments(db, all, now, 300)],
    ['a page of the feed', () => readStatusChanges(db, { limit: 50 })],
    ['counts by status, 45 days ago', () => countByStatus(db, all, ago(45))],
  ];
  const scan = async () => {
    const client = await pool.connect();
    try {
      await client.query(
        'set enable_indexscan = off; set enable_indexonlyscan = off; set enable_bitmapscan = off',
      );
      await client.query(`select status, count(*), max(at) from verdicts group by status`);
    } finally {
      await client.query('reset all');
      client.release();
    }
  };
  const scans: number[] = [];
  const found = asked.map(() => [] as number[]);
  await scan();
  for (let round = 0; round < ROUNDS; round += 1) {
    scans.push(await seconds(scan));
    for (const [index, [, ask]] of asked.entries()) found[index]?.push(await seconds(ask));
  }
  report(`one sequential scan: ${spread(scans, 's')}`);
  for (const [index, [name]] of asked.entries()) {
    const times = found[index] ?? [];
    report(`${name}: ${spread(times, 's', 3)}; ${(median(times) / median(scans)).toFixed(2)} scans`);
  }
} finally {
  await close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
