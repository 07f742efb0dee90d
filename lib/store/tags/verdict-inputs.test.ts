import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { deleteImages } from '../images/tracked-images.ts';
import { recordSightings } from '../registries/tag-observations.ts';
import { nextCheckNumbers } from '../scans/check-numbers.ts';
import { writeVerdicts } from '../scans/verdicts.ts';
import { testDatabase } from '../testing.ts';
import { judged, trackAt } from '../testing-verdicts.ts';
import { noteFailures } from './tag-answers.ts';
import { tidyTags, type VerdictInputs } from './verdict-inputs.ts';

const database = testDatabase();
const AT = new Date('2026-01-02T03:04:05Z');
const [OLD, NEW] = [digestOf('old'), digestOf('new')];
const BASE = 'r.test/library/os:1';

const rows = async (imageId: string) => {
  const { rows } = await database().execute(sql`
    select tag, digest, own, complete from verdict_inputs where image_id = ${imageId} order by tag`);
  return rows;
};

const tag = async (reference: string) => {
  const { rows } = await database().execute(sql`
    select registry, repository, digest, moved, failures, last_error as "lastError", judge_at is not null as judge
    from tags where reference = ${reference}`);
  return rows[0];
};

async function see(reference: string, digest: typeof OLD | null) {
  const [look = 0] = await nextCheckNumbers(database(), 1);
  await recordSightings(database(), [{ tag: reference, digest, at: AT, look }]);
}

async function store(imageId: string, reference: string, inputs: VerdictInputs | null) {
  await writeVerdicts(database(), [{ ...judged(imageId, reference, AT, { status: 'root' }), inputs }]);
}

describe('the tags that a verdict depends on', () => {
  it('are stored with it, without its other inputs, and go with its image', async () => {
    const app = 'r.test/one:1';
    const id = await trackAt(database(), app, AT);
    expect(await rows(id)).toEqual([{ tag: app, digest: null, own: true, complete: false }]);
    await store(id, app, { [app]: OLD, [BASE]: null, [`declared ${app}`]: null, 'layers sha256:1': null });
    const base = { tag: BASE, digest: null, own: false, complete: true };
    expect(await rows(id)).toEqual([base, { tag: app, digest: OLD, own: true, complete: true }]);
    expect(await tag(BASE)).toMatchObject({ registry: 'r.test', repository: 'library/os' });
    await store(id, app, { [app]: OLD, [`declared ${app}`]: null });
    expect(await rows(id)).toEqual([{ tag: app, digest: OLD, own: true, complete: true }]);
    await deleteImages(database(), [id], AT);
    expect(await rows(id)).toEqual([]);
  });

  it('stay those of the verdict before where not everything was known', async () => {
    const app = 'r.test/two:1';
    const id = await trackAt(database(), app, AT);
    await store(id, app, { [app]: OLD, [BASE]: OLD });
    await store(id, app, null);
    expect(await rows(id)).toMatchObject([
      { tag: BASE, complete: false },
      { tag: app, complete: false },
    ]);
  });

  it('are compared with it where a tag moved before it was stored', async () => {
    const app = 'localhost:5000/three:1';
    const id = await trackAt(database(), app, AT);
    await see(app, NEW);
    await store(id, app, { [app]: NEW });
    await database().execute(sql`update tags set judge_at = null`);
    await store(id, app, { [app]: NEW });
    expect(await tag(app)).toMatchObject({ registry: 'localhost:5000', repository: 'three', judge: false });
    await store(id, app, { [app]: OLD });
    expect(await tag(app)).toMatchObject({ digest: NEW, moved: false, judge: true });
  });
});

it('tags of a verdict that another version stored are found again, and only where they differ', async () => {
  const app = 'r.test/six:1';
  const other = 'r.test/library/other:1';
  const id = await trackAt(database(), app, AT);
  await store(id, app, { [app]: OLD, [BASE]: OLD, [`declared ${app}`]: null });
  const stored = await rows(id);
  await tidyTags(database());
  expect(await rows(id)).toEqual(stored);
  const judgeBefore = (inputs: VerdictInputs | null) =>
    database().execute(
      sql`update verdicts set inputs = ${JSON.stringify(inputs)}::jsonb where image_id = ${id}`,
    );
  await judgeBefore({ [app]: OLD, [other]: NEW, [`declared ${app}`]: null });
  await tidyTags(database());
  expect(await rows(id)).toEqual([
    { tag: other, digest: NEW, own: false, complete: true },
    { tag: app, digest: OLD, own: true, complete: true },
  ]);
  expect(await tag(other)).toMatchObject({ repository: 'library/other' });
  await judgeBefore({ [app]: NEW, [other]: NEW, [`declared ${app}`]: null });
  await tidyTags(database());
  expect(await rows(id)).toMatchObject([{ digest: NEW }, { digest: NEW }]);
  await judgeBefore(null);
  await tidyTags(database());
  expect(await rows(id)).toMatchObject([{ complete: false }, { complete: false }]);
});

describe('a tag', () => {
  it('that moves, goes or comes back has the verdicts compared that depend on it', async () => {
    const app = 'r.test/four:1';
    await trackAt(database(), app, AT);
    for (const digest of [OLD, NEW, null, NEW]) {
      await database().execute(sql`update tags set judge_at = null`);
      await see(app, digest);
      expect(await tag(app)).toMatchObject({ digest, moved: digest !== OLD, judge: true });
      await database().execute(sql`update tags set judge_at = null`);
      await see(app, digest);
      expect(await tag(app)).toMatchObject({ digest, judge: false });
    }
  });

  it('counts checks without an answer until there is one; an older check changes nothing', async () => {
    const app = 'r.test/five:1';
    await trackAt(database(), app, AT);
    const [older = 0, look = 0] = await nextCheckNumbers(database(), 2);
    const problem = 'answers 503';
    await noteFailures(database(), [{ tag: app, look, problem }]);
    await noteFailures(database(), [{ tag: app, look: look, problem }]);
    expect(await tag(app)).toMatchObject({ failures: 2, lastError: problem });
    await see(app, OLD);
    await noteFailures(database(), [{ tag: app, look: older, problem }]);
    expect(await tag(app)).toMatchObject({ failures: 0, lastError: null, digest: OLD });
  });
});
