import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { startEmbeddedServer } from './embedded/server.ts';

const DIRECTORY = join(import.meta.dirname, 'migrations');
const { entries } = z
  .object({ entries: z.array(z.object({ tag: z.string() })) })
  .parse(JSON.parse(readFileSync(join(DIRECTORY, 'meta', '_journal.json'), 'utf8')));
/** Time for a database's first start on a busy machine, in milliseconds. */
const SLOW = 60_000;

async function migrate(client: pg.Client, tags: readonly string[]): Promise<void> {
  for (const tag of tags) {
    const text = readFileSync(join(DIRECTORY, `${tag}.sql`), 'utf8');
    for (const statement of text.split('--> statement-breakpoint')) await client.query(statement);
  }
}

it(
  'verdicts from before their columns get them from what they say, and their spans from each other',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'baseboard-migrations-'));
    const server = await startEmbeddedServer(directory);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      const tags = entries.map(({ tag }) => tag);
      const first = tags.findIndex((tag) => tag.endsWith('_history'));
      await migrate(client, tags.slice(0, first));
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
      await migrate(client, tags.slice(first));
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
    } finally {
      await client.end();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  },
  SLOW,
);
