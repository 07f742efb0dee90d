import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { fingerprintWithoutReasons } from '#lib/lineage/verdict/fingerprint.ts';
import type { Database } from '../database/database.ts';
import { LOWEST_ID } from '../database/lowest-id.ts';
import { storableJson } from '../database/storable.ts';
import { storedLineage } from '../database/stored-verdict.ts';
import { readFlag, writeFlag } from '../service/flags.ts';

/** Set once every stored verdict holds facts. */
const FLAG = 'verdict-facts';
/** Verdicts per batch, to limit memory. */
const BATCH = 500;

interface VerdictRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly lineage: unknown;
}

/**
 * Rewrites verdicts that earlier versions stored with sentences, once, and fills the columns of `images` that derive
 * from them. A rewritten verdict's fingerprint leaves its reasons out, so that the next check of an unchanged image
 * finds no changed verdict, however well the sentences were recognised. One process at a time calls this.
 */
export async function rewriteVerdictsAsFacts(db: Database): Promise<void> {
  if (await readFlag(db, FLAG, z.literal(true))) return;
  // By the primary key, so that each row is read once.
  let after: string | undefined = LOWEST_ID;
  while (after !== undefined) {
    const { rows }: { rows: VerdictRow[] } = await db.execute<VerdictRow>(sql`
      select id, lineage from verdicts
      where id > ${after}::uuid and not lineage ? 'version' order by id limit ${BATCH}`);
    await rewrite(db, rows);
    after = rows.at(-1)?.id;
  }
  await db.execute(sql`
    update images set finding = lineage -> 'finding', unreachable = lineage -> 'unreachable',
      last_known = lineage -> 'lastKnown'
    from verdicts where verdicts.id = images.verdict_id`);
  await writeFlag(db, FLAG, true);
}

async function rewrite(db: Database, rows: readonly VerdictRow[]): Promise<void> {
  if (rows.length === 0) return;
  const rewritten = rows.map(({ id, lineage: stored }) => {
    const lineage = storedLineage(stored);
    return { id, lineage, fingerprint: fingerprintWithoutReasons(lineage) };
  });
  await db.execute(sql`
    update verdicts set lineage = rewritten.lineage, fingerprint = rewritten.fingerprint
    from jsonb_to_recordset(${storableJson(rewritten)}::jsonb)
      as rewritten(id uuid, lineage jsonb, fingerprint text)
    where verdicts.id = rewritten.id`);
}
