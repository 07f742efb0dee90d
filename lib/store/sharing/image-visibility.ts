import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { type Selected, selectedCondition } from '../images/selected-images.ts';

/** The number of selected images, and the ids of those that changed. */
export interface Marking {
  readonly changedIds: readonly string[];
  readonly total: number;
}

/** Makes images public or private; ids that are not tracked are ignored. */
export async function markPublic(
  db: Pick<Database, 'execute'>,
  selected: Selected,
  isPublic: boolean,
): Promise<Marking> {
  // Locked in the order of the ids, as when verdicts are written, to avoid deadlocks.
  const { rows } = await db.execute<{ changedIds: string[]; total: number }>(sql`
    with selected as materialized (
      select id, public from images where ${selectedCondition(selected)} order by id for update
    ), changed as (
      update images set public = ${isPublic} from selected
      where images.id = selected.id and selected.public <> ${isPublic}
      returning images.id
    )
    select coalesce((select array_agg(id::text) from changed), '{}') as "changedIds",
      (select count(*) from selected)::int as total`);
  return rows[0] ?? { changedIds: [], total: 0 };
}
