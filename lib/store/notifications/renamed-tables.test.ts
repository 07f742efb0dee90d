import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rulesOf } from '#lib/notify/policy/next-step.ts';
import { type EmbeddedServer, startEmbeddedServer } from '../embedded/server.ts';
import { MIGRATIONS, migrate } from '../testing-migrations.ts';
import { listChannels } from './channels.ts';
import { listDeliveries } from './delivery-log.ts';
import { applySkips } from './notification-states.ts';
import { readNotifications, restoreStates } from './notifications.ts';

const SLOW = 60_000;
const CHANNEL = '00000000-0000-4000-8000-000000000001';
const IMAGE = '00000000-0000-4000-8000-000000000002';
const DELIVERY = '00000000-0000-4000-8000-000000000003';
const NOTICE = {
  change: 'stale',
  before: 'fresh',
  since: '2026-01-02T03:04:05.000Z',
  image: { id: IMAGE, reference: 'r.test/app:1', digest: null },
  status: 'stale',
  summary: 'Its base moved.',
  base: null,
  behindSince: null,
};

let directory: string;
let server: EmbeddedServer;
let pool: pg.Pool;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'baseboard-renamed-'));
  server = await startEmbeddedServer(directory);
  pool = new pg.Pool({ connectionString: server.url });
}, SLOW);
afterAll(async () => {
  await pool.end();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}, SLOW);

it('rows from before the tables were renamed are still read', {
  timeout: SLOW,
}, async () => {
  const renaming = MIGRATIONS.findIndex(({ tag }) => tag.endsWith('_notification_terms'));
  await migrate(pool, MIGRATIONS.slice(0, renaming));
  await pool.query(
    `insert into images (id, reference, registry, repository, added_at) values ($1, 'r.test/app:1', 'r.test', 'app', now())`,
    [IMAGE],
  );
  await pool.query(
    `insert into channels (id, name, kind, preset, shown, sealed, filter, changes, cool_down_hours, enabled, since,
      created_at, created_by)
    values ($1, 'Ops', 'webhook', 'generic', '{"host":"ci.example"}', 'v1.sealed', 'repo:app', '{stale,fresh}', 3, true,
      now(), now(), 'a test')`,
    [CHANNEL],
  );
  await pool.query(
    `insert into channel_images (channel_id, image_id, told, alarmed) values ($1, $2, 'stale', true)`,
    [CHANNEL, IMAGE],
  );
  await pool.query(
    `insert into deliveries (id, channel_id, kind, state, images, reference, change, created_at)
    values ($1, $2, 'event', 'waiting', 1, 'r.test/app:1', 'stale', now())`,
    [DELIVERY, CHANNEL],
  );
  await pool.query(
    `insert into notices (id, delivery_id, channel_id, image_id, change, notice, created_at, told_before, alarmed_before)
    values ('event', $1, $2, $3, 'stale', $4, now(), 'fresh', false)`,
    [DELIVERY, CHANNEL, IMAGE, JSON.stringify(NOTICE)],
  );
  await migrate(pool, MIGRATIONS.slice(renaming));

  const db = drizzle(pool, { casing: 'snake_case' });
  const [channel] = await listChannels(db);
  if (channel === undefined) return expect.unreachable();
  expect(channel).toMatchObject({
    id: CHANNEL,
    destination: { host: 'ci.example' },
    sealedDestination: 'v1.sealed',
  });
  expect(await readNotifications(db, DELIVERY)).toEqual([{ id: 'event', content: NOTICE }]);
  const { items } = await listDeliveries(db, CHANNEL, { limit: 5, cursor: undefined });
  expect(items).toMatchObject([{ id: DELIVERY, state: 'waiting' }]);
  await applySkips(db, channel, rulesOf(channel.changes));
  const states = async () => (await pool.query('select change, alarmed from notification_states')).rows;
  expect(await states()).toEqual([{ change: 'stale', alarmed: true }]);
  await restoreStates(db, CHANNEL);
  expect(await states()).toEqual([{ change: 'fresh', alarmed: false }]);
  expect(await readNotifications(db, DELIVERY)).toEqual([]);
});
