import { type SQL, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Database } from '../database/database.ts';
import { filterCondition } from '../images/filter-sql.ts';
import { images } from '../schema/images.ts';

/** The selected images: those that match a filter, or those with these ids. */
export type Marked = { readonly filter: Filter } | { readonly ids: readonly string[] };

/** The number of selected images, and of those that changed. */
export interface Marking {
  readonly changed: number;
  readonly total: number;
}

/** Makes images public or private; ids that are not tracked are ignored. */
export async function markPublic(
  db: Pick<Database, 'execute'>,
  marked: Marked,
  isPublic: boolean,
): Promise<Marking> {
  const condition =
    'ids' in marked
      ? sql`${images.id} = any(${sql.param([...marked.ids])}::uuid[])`
      : (filterCondition(marked.filter) ?? sql`true`);
  return mark(db, condition, isPublic);
}

async function mark(db: Pick<Database, 'execute'>, condition: SQL, isPublic: boolean): Promise<Marking> {
  // Locked in the order of the ids, as when verdicts are written, to avoid deadlocks.
  const { rows } = await db.execute<{ changed: number; total: number }>(sql`
    with selected as materialized (
      select id, public from images where ${condition} order by id for update
    ), changed as (
      update images set public = ${isPublic} from selected
      where images.id = selected.id and selected.public <> ${isPublic}
      returning images.id
    )
    select (select count(*) from changed)::int as changed, (select count(*) from selected)::int as total`);
  return rows[0] ?? { changed: 0, total: 0 };
}
