import { type SQL, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import { CHANGE_KIND, type ChangeKind } from '#lib/lineage/vocabulary/fleet-change.ts';
import { NOT_CHECKED, type Status } from '#lib/lineage/vocabulary/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { filterCondition } from '../images/filter-sql.ts';
import { everTracked } from '../images/fleet-at.ts';

/** A change of any kind as one row. Columns that a kind does not use are null. */
export interface ChangeRow {
  readonly kind: ChangeKind;
  /** ISO 8601, to the millisecond. */
  readonly at: string;
  /** Orders changes of the same time. */
  readonly tie: string;
  /** The image's id. */
  readonly id: string | null;
  readonly reference: string;
  readonly status: Status | null;
  readonly before: Status | null;
  /** From the new verdict, as stored. */
  readonly finding: unknown;
  readonly lastKnown: unknown;
  readonly baseName: string | null;
  readonly fromDigest: Digest | null;
  readonly toDigest: Digest | null;
  readonly images: number | null;
}

/** The changes after the first time, up to and including the second. */
interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** The columns that filters are compared with, from the rows called `member` and `verdict`. */
const COMPARED = {
  reference: sql`member.reference`,
  mentionedAs: sql`member.reference`,
  registry: sql`member.registry`,
  repository: sql`member.repository`,
  tag: sql`member.tag`,
  sample: sql`member.sample`,
  snoozed: sql`member.snoozed`,
  public: sql`member.public`,
  owner: sql`member.owner`,
  digest: sql`verdict.lineage ->> 'digest'`,
  behindSince: sql`verdict.behind_since`,
  status: sql`coalesce(verdict.status, ${NOT_CHECKED})`,
  baseName: sql`verdict.base_name`,
  ancestors: sql`coalesce(verdict.ancestors, '{}')`,
  platforms: sql`coalesce(verdict.platforms, '{}')`,
};

/** Moved tags as `moved`, with the digest before. The first observation of a tag is not a move. */
const MOVED = sql`observations moved join lateral (
    select digest from observations before
    where before.tag = moved.tag and before.first_seen < moved.first_seen order by before.first_seen desc limit 1
  ) before on true`;

/** The columns of a verdict, for changes without one. */
const NO_VERDICT = sql`null as status, null as before, null::jsonb as finding, null::jsonb as last_known,
  null as base_name`;

/** One query for each kind of change, all with the same columns, in no order. */
export function changeSources(filter: Filter, span: Span, kinds: readonly ChangeKind[] = CHANGE_KIND): SQL[] {
  return kinds.map((kind) => {
    switch (kind) {
      case 'status':
        return statuses(filter, span);
      case 'digest':
        return digests(filter, span);
      case 'base':
        return bases(filter, span);
      default:
        return membershipChanges(kind, filter, span);
    }
  });
}

function statuses(filter: Filter, span: Span): SQL {
  return sql`
    select 'status' as kind, verdict.at, to_char(verdict.seq, '"status" FM0000000000000000000') as tie, member.id,
      member.reference, verdict.status, verdict.previous_status as before, verdict.lineage -> 'finding' as finding,
      verdict.lineage -> 'lastKnown' as last_known,
      verdict.base_name, null as from_digest, null as to_digest, null::int as images
    from verdicts verdict join ${everTracked()} as member on member.id = verdict.image_id
    where verdict.status is distinct from verdict.previous_status and ${within(sql`verdict.at`, span)}
      and ${matchesAt(filter, sql`verdict.at`)}`;
}

function digests(filter: Filter, span: Span): SQL {
  return sql`
    select 'digest' as kind, moved.first_seen as at, 'digest ' || member.id as tie, member.id, member.reference,
      ${NO_VERDICT}, before.digest as from_digest, moved.digest as to_digest, null::int as images
    from ${MOVED}
      join ${everTracked()} as member on member.reference = moved.tag and ${there(sql`moved.first_seen`)}
      left join verdicts verdict on verdict.image_id = member.id and ${held(sql`moved.first_seen`)}
    where ${within(sql`moved.first_seen`, span)} and ${matchesAt(filter, sql`moved.first_seen`)}`;
}

/** Affected images are counted per move, newest first, so a page counts only for the moves it shows. */
function bases(filter: Filter, span: Span): SQL {
  return sql`
    select 'base' as kind, moved.first_seen as at, 'base ' || moved.tag as tie, null::uuid as id,
      moved.tag as reference, ${NO_VERDICT}, before.digest as from_digest, moved.digest as to_digest, affected.images
    from ${MOVED} cross join lateral (select count(*)::int as images from ${basedOnMoved(filter)}) affected
    where ${within(sql`moved.first_seen`, span)} and affected.images > 0`;
}

/** How many bases of images moved. A base that moved more than once counts once. */
export function movedBases(filter: Filter, span: Span): SQL {
  return sql`
    select count(*)::int as bases
    from (select distinct tag from observations where ${within(sql`first_seen`, span)}) base
      cross join lateral (
        select from ${MOVED} cross join lateral (select count(*) as images from ${basedOnMoved(filter)}) affected
        where moved.tag = base.tag and ${within(sql`moved.first_seen`, span)} and affected.images > 0 limit 1
      ) known`;
}

/** A filter as a condition on the rows called `member` and `verdict` at a time. */
function matchesAt(filter: Filter, moment: SQL): SQL {
  return filterCondition(filter, { ...COMPARED, moment }) ?? sql`true`;
}

/** The images that were based on the moved tag at that time. */
function basedOnMoved(filter: Filter): SQL {
  return sql`verdicts verdict join ${everTracked()} as member on member.id = verdict.image_id
    where verdict.ancestors @> array[moved.tag] and ${held(sql`moved.first_seen`)}
      and ${matchesAt(filter, sql`moved.first_seen`)}`;
}

/** Images that were tracked, with their first verdict, or untracked, with their last. */
function membershipChanges(kind: 'tracked' | 'forgotten', filter: Filter, span: Span): SQL {
  const at = kind === 'tracked' ? sql`member.added_at` : sql`member.forgotten_at`;
  const verdict =
    kind === 'tracked'
      ? sql`verdict.previous_status is null`
      : sql`verdict.id = (
          select id from verdicts last where last.image_id = member.id order by last.at desc, last.seq desc limit 1)`;
  return sql`
    select ${kind}::text as kind, ${at} as at, ${kind}::text || ' ' || member.id as tie, member.id, member.reference,
      ${NO_VERDICT}, null as from_digest, null as to_digest, null::int as images
    from ${everTracked()} as member
      left join verdicts verdict on verdict.image_id = member.id and ${verdict}
    where ${within(at, span)} and ${matchesAt(filter, at)}`;
}

function within(time: SQL, { from, to }: Span): SQL {
  return sql`${time} > ${from.toISOString()}::timestamptz and ${time} <= ${to.toISOString()}::timestamptz`;
}

/** Whether the row called `member` was tracked at a time. */
function there(time: SQL): SQL {
  return sql`member.added_at <= ${time} and (member.forgotten_at is null or member.forgotten_at > ${time})`;
}

/** Whether the row called `verdict` was valid at a time. */
function held(time: SQL): SQL {
  return sql`verdict.at <= ${time} and (verdict.superseded_at is null or verdict.superseded_at > ${time})`;
}
