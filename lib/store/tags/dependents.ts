import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';

/** Checks in a row without an answer after which the images that depend on a tag count as not checkable. */
export const FAILURES_THAT_COUNT = 2;

/** Whose images are looked for. */
export interface DependentsQuery {
  /** Tags whose verdicts are compared with them. */
  readonly tags: readonly string[];
  /** Tags whose own images are checked, even if nothing changed. */
  readonly own: readonly string[];
  /** Tags that have an answer again. */
  readonly recovered: readonly string[];
  /** The last image of the page before; `undefined` for the first page. */
  readonly after: string | undefined;
  readonly limit: number;
}

/**
 * The images whose verdict may change with these tags, by id: judged with another digest than a tag has now, complete
 * although a tag has no answer, or not complete while it had none.
 */
export async function selectDependents(db: Database, query: DependentsQuery): Promise<string[]> {
  const { tags, own, recovered, after, limit } = query;
  const list = (references: readonly string[]) => sql`any(${sql.param([...references])}::text[])`;
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct input.image_id as id
    from verdict_inputs input join tags t on t.reference = input.tag
    where input.tag = ${list(tags)}
      and ${after === undefined ? sql`true` : sql`input.image_id > ${after}::uuid`}
      and (
        input.own and input.tag = ${list(own)}
        or input.complete and t.look > 0 and t.failures = 0 and input.digest is distinct from t.digest
        or input.complete and t.failures >= ${FAILURES_THAT_COUNT}
        or not input.complete and input.tag = ${list(recovered)}
      )
    order by id limit ${limit}`);
  return rows.map(({ id }) => id);
}
