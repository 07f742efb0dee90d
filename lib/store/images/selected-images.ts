import { and, type SQL, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Database } from '../database/database.ts';
import { images } from '../schema/images.ts';
import { filterCondition } from './filter-sql.ts';

/** Images by their ids, or all that match a filter except some. */
export type Selected =
  | { readonly ids: readonly string[] }
  | { readonly filter: Filter; readonly except: readonly string[] };

/** The selected images as a condition; ids that are not tracked select nothing. */
export function selectedCondition(selected: Selected): SQL {
  if ('ids' in selected) return sql`${images.id} = any(${sql.param([...selected.ids])}::uuid[])`;
  const left = sql`${images.id} <> all(${sql.param([...selected.except])}::uuid[])`;
  const condition = selected.except.length === 0 ? sql`true` : left;
  return and(filterCondition(selected.filter), condition) ?? condition;
}

/** A selected image. */
export interface SelectedImage {
  readonly id: string;
  readonly reference: string;
  readonly registry: string;
  readonly baseName: string | null;
}

/** The selected images that are tracked, by registry and name. */
export async function readSelected(db: Database, selected: Selected): Promise<readonly SelectedImage[]> {
  return db
    .select({
      id: images.id,
      reference: images.reference,
      registry: images.registry,
      baseName: images.baseName,
    })
    .from(images)
    .where(selectedCondition(selected))
    .orderBy(images.registry, images.reference);
}
