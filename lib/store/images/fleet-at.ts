import { type SQL, Subquery, sql } from 'drizzle-orm';
import { NOT_CHECKED } from '#lib/lineage/vocabulary/status.ts';
import { images } from '../schema/images.ts';

/**
 * The fleet now, or as it was at a time: rows with the same columns, named `images`, so that filters and orders written
 * for the table work for both. The past contains images that were untracked since, not those tracked later, each with
 * the verdict that was valid then; its `checked_at` is the time of that verdict.
 */
export function fleetAt(at: Date | undefined): typeof images | Subquery<'images'> {
  if (at === undefined) return images;
  const then = sql`
    select member.*, null::uuid as hold_id, verdict.lineage ->> 'digest' as digest, coalesce(verdict.status, ${NOT_CHECKED}) as status,
      verdict.lineage -> 'finding' as finding, verdict.base_name,
      coalesce(verdict.ancestors, '{}') as ancestors, coalesce(verdict.platforms, '{}') as platforms,
      verdict.behind_since, verdict.lineage -> 'unreachable' as unreachable,
      verdict.lineage -> 'lastKnown' as last_known, verdict.at as checked_at, verdict.id as verdict_id
    from ${everTracked()} as member
      left join verdicts verdict on verdict.image_id = member.id and ${holdsAt(at)}
    where member.added_at <= ${at.toISOString()}::timestamptz
      and (member.forgotten_at is null or member.forgotten_at > ${at.toISOString()}::timestamptz)`;
  return new Subquery(then, {}, 'images');
}

/**
 * Every image that is or was tracked; `forgotten_at` is null while it is. Visibility is the current one: an image that
 * was made private is not shown for the time before either. The owner and `snoozed` are the current ones too.
 */
export function everTracked(): SQL {
  return sql`(
    select id, reference, registry, repository, tag, sample, public, owner, hold_id is not null as snoozed, added_at,
      null::timestamptz as forgotten_at from images
    union all
    select id, reference, registry, repository, tag, false, false, owner, false, added_at, forgotten_at
    from forgotten_images)`;
}

/** Restricts the rows called `verdict` to those that were valid at a time, at most one per image. */
function holdsAt(at: Date): SQL {
  const moment = sql`${at.toISOString()}::timestamptz`;
  return sql`verdict.at <= ${moment} and (verdict.superseded_at is null or verdict.superseded_at > ${moment})`;
}
