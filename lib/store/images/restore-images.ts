import { sql } from 'drizzle-orm';
import { NOT_CHECKED } from '#lib/lineage/vocabulary/status.ts';
import type { Database } from '../database/database.ts';
import { rebuildEdges } from '../edges/write-edges.ts';
import { deriveInputs } from '../tags/verdict-inputs.ts';

/** An image that is tracked again. */
export interface RestoredImage extends Record<string, unknown> {
  readonly id: string;
  readonly reference: string;
  readonly registry: string;
}

/**
 * Undoes {@link deleteImages}: tracks images again with their ids, their verdicts and their visibility, as if they had
 * never been untracked. Skips ids that are unknown and those whose reference is tracked again.
 */
export async function restoreImages(
  transaction: Database,
  ids: readonly string[],
): Promise<readonly RestoredImage[]> {
  const { rows } = await transaction.execute<RestoredImage>(sql`
    with gone as materialized (
      select forgotten_images.*, verdict.*
      from forgotten_images
        left join lateral (
          select verdicts.id as verdict_id, verdicts.status, verdicts.lineage, verdicts.base_name,
            verdicts.ancestors, verdicts.platforms, verdicts.behind_since, verdicts.at
          from verdicts where verdicts.image_id = forgotten_images.id
          order by verdicts.at desc, verdicts.seq desc limit 1
        ) verdict on true
      where forgotten_images.id = any(${sql.param([...ids])}::uuid[])
      order by forgotten_images.reference
    ), restored as (
      insert into images (id, reference, registry, repository, tag, owner, public, added_at, digest, status, finding,
        base_name, ancestors, platforms, behind_since, unreachable, last_known, checked_at, verdict_id)
      select id, reference, registry, repository, tag, owner, was_public, added_at, lineage ->> 'digest',
        coalesce(status, ${NOT_CHECKED}), lineage -> 'finding', base_name, coalesce(ancestors, '{}'),
        coalesce(platforms, '{}'), behind_since, nullif(lineage -> 'unreachable', 'null'),
        nullif(lineage -> 'lastKnown', 'null'), at, verdict_id
      from gone
      on conflict do nothing
      returning id, reference, registry, verdict_id
    ), valid as (
      update verdicts set superseded_at = null from restored where verdicts.id = restored.verdict_id
    ), remembered as (
      delete from forgotten_images using restored where forgotten_images.id = restored.id
    )
    select id, reference, registry from restored`);
  const restored = rows.map(({ id }) => id);
  await rebuildEdges(transaction, restored);
  await deriveInputs(transaction, restored);
  return rows;
}
