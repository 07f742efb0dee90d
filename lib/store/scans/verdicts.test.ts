import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import type { Database } from '../database/database.ts';
import { insertImages, readScanSubjects } from '../images/tracked-images.ts';
import { testDatabase } from '../testing.ts';
import { confirmVerdicts, type JudgedImage, readVerdicts, writeVerdicts } from './verdicts.ts';

const database = testDatabase();
const AT = new Date('2026-01-02T03:04:05Z');

async function track(name: string): Promise<JudgedImage> {
  const reference = parseReference(`r.test/${name}:1`);
  const { tracked } = await insertImages(database(), [reference], AT);
  const [image] = tracked.values();
  const lineage = {
    version: 1 as const,
    reference: `r.test/${name}:1`,
    digest: null,
    checkedAt: AT.toISOString(),
    status: 'root' as const,
    finding: { kind: 'root' as const },
    links: [],
    end: 'root' as const,
  };
  return {
    imageId: image?.id ?? '',
    lineage,
    fingerprint: 'first',
    digest: null,
    baseName: null,
    ancestors: [],
    platforms: [],
    behindSince: null,
    checkedAt: AT,
    inputs: null,
  };
}

/** Locks the image's row until two writers wait for it. */
async function whileHeld<T>(db: Database, id: string, begin: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined;
  await db.transaction(async (holder) => {
    await holder.execute(sql`select id from images where id = ${id} for update`);
    begun = begin();
    const waiting = async () => {
      const { rows } = await db.execute<{ n: number }>(
        sql`select count(*)::int as n from pg_locks where not granted and pid <> pg_backend_pid()`,
      );
      return rows[0]?.n ?? 0;
    };
    await expect.poll(waiting).toBe(2);
  });
  if (begun === undefined) throw new Error('nothing was begun');
  return begun;
}

describe('verdicts', () => {
  it('two concurrent writers of one verdict store it once and return one change', async () => {
    const judged = await track('twice');
    const write = () => writeVerdicts(database(), [judged]);
    const changes = await whileHeld(database(), judged.imageId, () => Promise.all([write(), write()]));
    expect(changes.flat()).toEqual([
      { imageId: judged.imageId, reference: 'r.test/twice:1', status: 'root', previousStatus: null },
    ]);
    expect(await readVerdicts(database(), judged.imageId, 9)).toHaveLength(1);
  });

  it('one that is older than the stored one is dropped, and so is one of an image that is no longer tracked', async () => {
    const judged = await track('older');
    await writeVerdicts(database(), [judged]);
    const older = { ...judged, fingerprint: 'other', checkedAt: new Date(AT.getTime() - 1) };
    expect(await writeVerdicts(database(), [older])).toEqual([]);
    const nobody = { ...judged, imageId: '00000000-0000-4000-8000-000000000000' };
    expect(await writeVerdicts(database(), [nobody])).toEqual([]);
    expect(await readVerdicts(database(), judged.imageId, 9)).toHaveLength(1);
  });

  it('one that replaced the compared one is not confirmed, and its image is returned', async () => {
    const judged = await track('replaced');
    const looked = (look: number, fingerprint: string) =>
      writeVerdicts(database(), [{ ...judged, look, fingerprint, inputs: {} }]);
    const subject = async () => (await readScanSubjects(database(), [judged.imageId]))[0];
    await looked(1, 'first');
    const compared = await subject();
    const later = new Date(AT.getTime() + 1000);
    const confirm = (look: number, verdictId = compared?.verdictId ?? null) =>
      confirmVerdicts(database(), [{ id: judged.imageId, verdictId, look }], later);
    expect([...(await confirm(2))]).toEqual([]);
    expect((await subject())?.look).toBe(2);
    await looked(3, 'second');
    expect([...(await confirm(4))]).toEqual([judged.imageId]);
    expect((await subject())?.look).toBe(3);
    // An older check than the one that replaced it has nothing to say.
    expect([...(await confirm(2))]).toEqual([]);
    expect([...(await confirm(5, (await subject())?.verdictId ?? null))]).toEqual([]);
    expect((await subject())?.look).toBe(5);
  });
});
