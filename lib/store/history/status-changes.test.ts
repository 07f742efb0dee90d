import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { CursorError } from '../database/keyset.ts';
import { readVerdict, writeVerdicts } from '../scans/verdicts.ts';
import { testDatabase } from '../testing.ts';
import { addVerdict, judged, trackAt } from '../testing-verdicts.ts';
import { readStatusChanges } from './status-changes.ts';

const database = testDatabase();
const DEBIAN = 'docker.io/library/debian:12-slim';
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

/** a: fresh, stale (twice, with another finding), fresh again; b: stale from the start. */
async function twoImages() {
  const a = await trackAt(database(), 'r.test/a:1', at(0));
  const b = await trackAt(database(), 'r.test/b:1', at(0));
  const behindSince = at(9).toISOString();
  await addVerdict(database(), a, 'r.test/a:1', at(1), { status: 'up-to-date', baseName: DEBIAN });
  await addVerdict(database(), b, 'r.test/b:1', at(2), {
    status: 'stale',
    baseName: 'r.test/os:1',
    behindSince,
  });
  await addVerdict(database(), a, 'r.test/a:1', at(10), { status: 'stale', baseName: DEBIAN, behindSince });
  await addVerdict(database(), a, 'r.test/a:1', at(11), {
    status: 'stale',
    baseName: DEBIAN,
    words: 'again',
  });
  await addVerdict(database(), a, 'r.test/a:1', at(20), {
    status: 'up-to-date',
    baseName: DEBIAN,
    words: 'new',
  });
  return { a, b };
}

beforeEach(async () => {
  await database().execute(sql`truncate images cascade`);
});

const readAll = async (query: Partial<Parameters<typeof readStatusChanges>[1]> = {}) => {
  const { items } = await readStatusChanges(database(), { limit: 100, ...query });
  return items.map((change) => `${change.reference} ${change.previousStatus} > ${change.status}`);
};

describe('changes of status', () => {
  it('are the verdicts whose status differs from the previous one, newest first', async () => {
    const { a } = await twoImages();
    expect(await readAll()).toEqual([
      'r.test/a:1 stale > up-to-date',
      'r.test/a:1 up-to-date > stale',
      'r.test/b:1 null > stale',
      'r.test/a:1 null > up-to-date',
    ]);
    const { items } = await readStatusChanges(database(), { limit: 2 });
    expect(items[1]).toEqual({
      verdictId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      imageId: a,
      reference: 'r.test/a:1',
      at: at(10),
      status: 'stale',
      previousStatus: 'up-to-date',
      finding: { kind: 'stated', text: 'stale' },
      lastKnown: null,
      baseName: DEBIAN,
      behindSince: at(9),
    });
  });

  it('between two times, both included', async () => {
    await twoImages();
    expect(await readAll({ from: at(2), to: at(10) })).toEqual([
      'r.test/a:1 up-to-date > stale',
      'r.test/b:1 null > stale',
    ]);
    expect(await readAll({ from: at(21) })).toEqual([]);
  });

  it('are filtered by the verdict of that time, not by the current one', async () => {
    await twoImages();
    expect(await readAll({ filter: parseFilter('status:stale base:debian') })).toEqual([
      'r.test/a:1 up-to-date > stale',
    ]);
    expect(await readAll({ filter: parseFilter('repo:b') })).toEqual(['r.test/b:1 null > stale']);
  });

  it('are those of public images only, for anonymous readers', async () => {
    const { a } = await twoImages();
    expect(await readAll({ publicOnly: true })).toEqual([]);
    await database().execute(sql`update images set public = true where id = ${a}`);
    expect(await readAll({ publicOnly: true, filter: parseFilter('status:stale') })).toEqual([
      'r.test/a:1 up-to-date > stale',
    ]);
    // A filter cannot name a base that is not public itself.
    expect(await readAll({ publicOnly: true, filter: parseFilter('base:debian') })).toEqual([]);
  });

  it('are on exactly one page each; at the same time, in the order they were written', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `r.test/${name}:1`);
    for (const name of names) {
      const id = await trackAt(database(), name, at(0));
      await addVerdict(database(), id, name, at(1), { status: 'root' });
    }
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await readStatusChanges(database(), { limit: 2, cursor });
      found.push(...page.items.map(({ reference }) => reference));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(names.toReversed());
  });

  it.each(['', 'x', Buffer.from('["status-changes","x","y"]').toString('base64url')])(
    'refuse the cursor "%s"',
    async (cursor) => {
      await expect(readStatusChanges(database(), { limit: 1, cursor })).rejects.toThrow(CursorError);
    },
  );

  it('of two verdicts of one image at the same time, the last written counts', async () => {
    const id = await trackAt(database(), 'r.test/a:1', at(0));
    const verdict = (status: 'root' | 'unknown') => judged(id, 'r.test/a:1', at(1), { status });
    await writeVerdicts(database(), [verdict('unknown')]);
    await writeVerdicts(database(), [verdict('root')]);
    expect(await readAll()).toEqual(['r.test/a:1 unknown > root', 'r.test/a:1 null > unknown']);
    expect((await readVerdict(database(), id, at(1)))?.lineage.status).toBe('root');
  });

  it('of an untracked image are not listed, and start again when it is tracked again', async () => {
    const { a } = await twoImages();
    await database().execute(sql`delete from images where id = ${a}`);
    const again = await trackAt(database(), 'r.test/a:1', at(30));
    await addVerdict(database(), again, 'r.test/a:1', at(31), { status: 'up-to-date' });
    expect(await readAll()).toEqual(['r.test/a:1 null > up-to-date', 'r.test/b:1 null > stale']);
  });
});

it('a page of changes is read only from the index of changes', async () => {
  await database().execute(sql`
    insert into images (reference, registry, repository, added_at)
    select 'r.test/' || n, 'r.test', n::text, now() from generate_series(1, 500) n`);
  await database().execute(sql`
    insert into verdicts (image_id, at, fingerprint, lineage, status, previous_status, ancestors, platforms)
    select id, timestamptz '2026-01-01' + m * interval '1 hour', m::text, '{}', 'stale',
      case when m % 10 > 0 then 'stale' else 'root' end, '{}', '{}'
    from images, generate_series(1, 30) m`);
  await database().execute(sql`analyze verdicts`);
  const { rows } = await database().execute<{ 'QUERY PLAN': string }>(sql`
    explain select verdicts.id from verdicts join images on images.id = verdicts.image_id
    where verdicts.status is distinct from verdicts.previous_status
      and (verdicts.at, verdicts.seq) < (timestamptz '2026-01-02', 10::bigint)
    order by verdicts.at desc, verdicts.seq desc limit 101`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('Index Scan Backward using verdicts_status_changes');
  expect(plan).not.toContain('Sort');
});
