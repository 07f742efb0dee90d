import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { writeVerdicts } from '../scans/verdicts.ts';
import { testDatabase } from '../testing.ts';
import { judged, trackAt } from '../testing-verdicts.ts';
import { writeMissingEdges } from './write-edges.ts';

const database = testDatabase();
const AT = new Date('2026-01-02T03:04:05Z');

const edgesOf = async (imageId: string) => {
  const { rows } = await database().execute(
    sql`select depth, name, status, xmin::text as version from edges where image_id = ${imageId} order by depth`,
  );
  return rows;
};

it('a verdict that a process of an earlier version stored gets its edges; all others keep theirs', async () => {
  const [app, other] = ['r.test/app:1', 'r.test/other:1'];
  const [id, otherId] = [await trackAt(database(), app, AT), await trackAt(database(), other, AT)];
  await writeVerdicts(database(), [
    judged(id, app, AT, { status: 'root' }),
    judged(otherId, other, AT, { status: 'root' }),
  ]);
  const others = await edgesOf(otherId);
  expect(await edgesOf(id)).toMatchObject([{ depth: 0, name: app, status: 'root' }]);
  // As that version does it: a new verdict, and the image's columns.
  await database().execute(sql`
    with added as (
      insert into verdicts (image_id, at, fingerprint, lineage, status, ancestors, platforms)
        select image_id, at, 'another', jsonb_set(lineage, '{status}', '"unknown"'), 'unknown', ancestors, platforms
        from verdicts where image_id = ${id} returning id
    )
    update images set verdict_id = added.id, status = 'unknown' from added where images.id = ${id}`);
  await writeMissingEdges(database());
  expect(await edgesOf(id)).toMatchObject([{ depth: 0, name: app, status: 'unknown' }]);
  expect(await edgesOf(otherId)).toEqual(others);
  const repaired = await edgesOf(id);
  await writeMissingEdges(database());
  expect(await edgesOf(id)).toEqual(repaired);
});
