import { type SQL, Subquery, sql } from 'drizzle-orm';
import { NOT_CHECKED } from '#lib/lineage/vocabulary/status.ts';
import { images } from '../schema/images.ts';

/**
 * The fleet now, or as it was at a time: rows of the same columns under the name `images`, so that filters and
 * orders that are written for the table hold for both. Then, images that were tracked later are not among them,
 * images forgotten since are, and each has the verdict that held; `checked_at` is when that one was reached.
 */
export function fleetAt(at: Date | undefined): typeof images | Subquery<'images'> {
  if (at === undefined) return images;
  const then = sql`
    select member.*, verdict.lineage ->> 'digest' as digest, coalesce(verdict.status, ${NOT_CHECKED}) as status,
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
 * Every image that is or was tracked; `forgotten_at` is null while it is. Public is what is marked so now: what was
 * taken back is not shown for the time before.
 */
export function everTracked(): SQL {
  return sql`(
    select id, reference, registry, repository, tag, sample, public, added_at, null::timestamptz as forgotten_at from images
    union all
    select id, reference, registry, repository, tag, false, false, added_at, forgotten_at from forgotten_images)`;
}

/** Of the rows called `verdict`, the ones that held at a time: of each image at most one. */
function holdsAt(at: Date): SQL {
  const moment = sql`${at.toISOString()}::timestamptz`;
  return sql`verdict.at <= ${moment} and (verdict.superseded_at is null or verdict.superseded_at > ${moment})`;
}
