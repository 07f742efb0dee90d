import { sql } from 'drizzle-orm';
import type { Hint } from '#lib/hooks/hint.ts';
import type { Database } from '../database/database.ts';
import { escapeLike } from '../database/like-pattern.ts';
import { images } from '../schema/images.ts';
import { VERDICT_NAMES } from '../tags/verdict-names.ts';

/**
 * Which of these tags are those of tracked images or of their bases, for each hint in order. Names that no check has ever
 * resolved are settled by indexes alone, so strangers' names cost little.
 */
export async function areKnownTags(db: Database, hints: readonly Hint[]): Promise<boolean[]> {
  const rows = JSON.stringify(
    hints.map(({ registry, repository, tag }, at) => ({
      at,
      registry,
      repository,
      name: tag === undefined ? null : `${registry}/${repository}:${tag}`,
      start: `${escapeLike(`${registry}/${repository}`)}:%`,
    })),
  );
  const { rows: known } = await db.execute<{ at: number }>(sql`
    select hint.at from jsonb_to_recordset(${rows}::jsonb)
      as hint(at int, registry text, repository text, name text, start text)
    where case when hint.name is null then
      exists (select from images where images.registry = hint.registry and images.repository = hint.repository)
      or exists (select from images cross join lateral ${VERDICT_NAMES} as name where name like hint.start)
    else
      exists (select from images where images.reference = hint.name)
      or exists (select from images where images.base_name = hint.name)
      or exists (select from observations where observations.tag = hint.name)
        and exists (select from images cross join lateral ${VERDICT_NAMES} as name where split_part(name, '@', 1) = hint.name)
    end`);
  const found = new Set(known.map(({ at }) => at));
  return hints.map((_, at) => found.has(at));
}

/** A tracked tag of a registry, or of any: the one that was checked last; `undefined` if there is none. */
export async function anyTrackedReference(
  db: Database,
  registry: string | null,
): Promise<string | undefined> {
  const [row] = await db
    .select({ reference: images.reference })
    .from(images)
    .where(sql`${images.tag} is not null and (${registry}::text is null or ${images.registry} = ${registry})`)
    .orderBy(sql`${images.checkedAt} desc nulls last`)
    .limit(1);
  return row?.reference;
}
