import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { startEmbeddedServer } from './embedded/server.ts';
import { MIGRATIONS, migrate } from './testing-migrations.ts';

/** Time for a database's first start on a busy machine, in milliseconds. */
const SLOW = 60_000;

/** A database without a schema. */
async function emptyDatabase() {
  const directory = mkdtempSync(join(tmpdir(), 'baseboard-migrations-'));
  const server = await startEmbeddedServer(directory);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  return {
    client,
    async [Symbol.asyncDispose]() {
      await client.end();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

it(
  'verdicts from before their columns get them from what they say, and their spans from each other',
  async () => {
    await using database = await emptyDatabase();
    const { client } = database;
    const first = MIGRATIONS.findIndex(({ tag }) => tag.endsWith('_history'));
    await migrate(client, MIGRATIONS.slice(0, first));
    await client.query(
      `insert into images (reference, registry, repository, added_at) values ('r/a:1', 'r', 'a', now())`,
    );
    const base = { name: 'r/os:1', behindSince: '2026-01-01T00:00:00.000Z' };
    const links = [{ base, platforms: [{ platform: 'linux/b' }, { platform: 'linux/a' }] }, { base: null }];
    for (const [at, status] of [
      ['2026-01-03', 'stale'],
      ['2026-01-01', 'unknown'],
      ['2026-01-02', 'unknown'],
    ]) {
      await client.query(
        `insert into verdicts (image_id, at, fingerprint, lineage) select id, $1::timestamptz, $1::text, $2 from images`,
        [at, JSON.stringify({ status, links: status === 'stale' ? links : [] })],
      );
    }
    await migrate(client, MIGRATIONS.slice(first));
    const { rows } = await client.query(`
    select status, previous_status, superseded_at::date::text as until, base_name, ancestors, platforms, behind_since
    from verdicts order by at`);
    const none = { base_name: null, ancestors: [], platforms: [], behind_since: null };
    expect(rows).toEqual([
      { status: 'unknown', previous_status: null, until: '2026-01-02', ...none },
      { status: 'unknown', previous_status: 'unknown', until: '2026-01-03', ...none },
      {
        ...{
          status: 'stale',
          previous_status: 'unknown',
          until: null,
          base_name: 'r/os:1',
          ancestors: ['r/os:1'],
        },
        ...{ platforms: ['linux/b', 'linux/a'], behind_since: new Date(base.behindSince) },
      },
    ]);
  },
  SLOW,
);

it(
  'layers from before they had an origin are forgotten, with what was planned by them, and every image is judged anew',
  async () => {
    await using database = await emptyDatabase();
    const { client } = database;
    const first = MIGRATIONS.findIndex(({ tag }) => tag.endsWith('_evidence_origins'));
    await migrate(client, MIGRATIONS.slice(0, first));
    await client.query(`
      insert into layer_stacks (chain_id, reference, platform, digest, diff_ids)
        values ('c', 'r/evil:1', 'linux/amd64', 'd', '{a}');
      insert into images (reference, registry, repository, added_at) values ('r/a:1', 'r', 'a', now());
      insert into verdicts (image_id, at, fingerprint, lineage, inputs, status, ancestors, platforms, superseded_at)
        select id, now(), 'f', '{}', '{"r/a:1": "d"}', 'unknown', '{}', '{}', superseded_at
        from images, (values (null), (now())) as spans(superseded_at);
      insert into rebase_plans (kind, planned_at, plan) values ('rebase', now(), '{}'), ('rebase', now(), '{}'),
        ('rebase', now(), '{}');
      insert into rebases (plan_id, kind, state, reference, target, from_digest, to_digest, actor, created_at)
        select id, 'rebase', 'succeeded', 'r/a:1', 'r/a:1', 'd', 'e', 'o', now() from rebase_plans limit 1;
      insert into cascades (reference, state, actor, config_mode, created_at) values ('r/os:1', 'planned', 'o', 'merge', now());
      insert into cascade_items (cascade_id, reference, wave, state, plan_id)
        select cascades.id, 'r/a:1', 0, 'planned', rebase_plans.id from cascades, rebase_plans
        where rebase_plans.id not in (select plan_id from rebases) limit 1`);
    await migrate(client, MIGRATIONS.slice(first));
    const { rows } = await client.query(`
      select (select count(*)::int from layer_stacks) as stacks,
        (select array_agg(inputs is null order by superseded_at nulls first) from verdicts) as anew,
        (select count(*)::int from rebase_plans) as plans,
        (select state from cascades) as cascade,
        (select state from cascade_items) as item`);
    expect(rows).toEqual([{ stacks: 0, anew: [true, false], plans: 2, cascade: 'stopped', item: 'skipped' }]);
  },
  SLOW,
);

it(
  'tags and what depends on them are found in the verdicts from before',
  async () => {
    await using database = await emptyDatabase();
    const { client } = database;
    const first = MIGRATIONS.findIndex(({ tag }) => tag.endsWith('_schedule_by_tag'));
    await migrate(client, MIGRATIONS.slice(0, first));
    await client.query(`
      insert into images (reference, registry, repository, added_at) values ('r:5000/a:1', 'r:5000', 'a', now()),
        ('r:5000/b:1', 'r:5000', 'b', now()), ('r:5000/c:1', 'r:5000', 'c', now());
      insert into verdicts (image_id, at, fingerprint, lineage, inputs, status, ancestors, platforms)
        select id, now(), 'f', '{}', case reference when 'r:5000/a:1'
          then '{"r:5000/a:1": "d", "q/os@sha256:1": null, "declared r:5000/a:1": null, "layers x": "y"}'::jsonb
          when 'r:5000/b:1' then '{"r:5000/b:1": "d"}' end, 'root', '{}', '{}' from images;
      update images set verdict_id = verdicts.id from verdicts where verdicts.image_id = images.id;
      insert into observations (tag, digest, first_seen, last_seen, last_look) values
        ('r:5000/a:1', 'c', '2026-01-01', '2026-01-02', 3), ('r:5000/a:1', 'd', '2026-01-03', '2026-01-04', 7)`);
    await migrate(client, MIGRATIONS.slice(first));
    const inputs = await client.query(`
      select verdict_inputs.tag, verdict_inputs.digest, own, complete from verdict_inputs join images on images.id = image_id
      order by reference, verdict_inputs.tag`);
    expect(inputs.rows).toEqual([
      { tag: 'q/os@sha256:1', digest: null, own: false, complete: true },
      { tag: 'r:5000/a:1', digest: 'd', own: true, complete: true },
      // Its inputs are those of an early version; the other has none.
      { tag: 'r:5000/b:1', digest: null, own: true, complete: false },
      { tag: 'r:5000/c:1', digest: null, own: true, complete: false },
    ]);
    const tags = await client.query(`
      select registry, repository, digest, look::int, moved, next_check_at is not null as due from tags order by reference`);
    const unseen = { digest: null, look: 0, moved: false, due: true };
    expect(tags.rows).toEqual([
      { registry: 'q', repository: 'os', ...unseen },
      { registry: 'r:5000', repository: 'a', digest: 'd', look: 7, moved: true, due: true },
      { registry: 'r:5000', repository: 'b', ...unseen },
      { registry: 'r:5000', repository: 'c', ...unseen },
    ]);
  },
  SLOW,
);
