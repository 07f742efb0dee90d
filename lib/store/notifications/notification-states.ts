import { eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { leaveOutSample } from '#lib/lineage/filter/leave-out-sample.ts';
import { STATUS, type Status } from '#lib/lineage/verdict/lineage.ts';
import { CHANGE, type Change } from '#lib/notify/channel.ts';
import { storedBase } from '#lib/notify/events/stored-notification.ts';
import { flapWindowStart } from '#lib/notify/policy/due-at.ts';
import type { Candidate } from '#lib/notify/policy/due-notifications.ts';
import type { Rule } from '#lib/notify/policy/next-step.ts';
import { CHANGE_OF_STATUS, IS_TROUBLE } from '#lib/notify/policy/notification-state.ts';
import { digestSchema } from '#lib/oci/descriptor.ts';
import type { Database } from '../database/database.ts';
import { filterCondition } from '../images/filter-sql.ts';
import { notificationStates } from '../schema/notifications.ts';

/** What decides which images a channel watches, and from when. */
export interface WatchedImages {
  readonly id: string;
  readonly filter: string;
  readonly since: Date;
}

const changeOf = (status: SQL) => caseOf(status, CHANGE_OF_STATUS);
/** What an image's status counts as now. */
export const CURRENT_CHANGE = changeOf(sql`images.status`);

/**
 * Adds a state for each image that the channel's filter matches and that has none: that of the status the image had
 * when the channel began to watch, or of its first verdict if it was tracked later. It is read from the stored
 * verdicts, so the result does not depend on when this runs.
 */
export async function addStates(transaction: Database, channel: WatchedImages): Promise<void> {
  const change = changeOf(sql`verdicts.status`);
  await transaction.execute(sql`
    insert into notification_states (channel_id, image_id, change, alarmed)
    select ${channel.id}::uuid, first.image_id, first.change, ${caseOf(sql`first.change`, IS_TROUBLE)}
    from (
      select images.id as image_id, coalesce(
        (select ${change} from verdicts
          where image_id = images.id and at <= ${channel.since.toISOString()}::timestamptz
          order by at desc, seq desc limit 1),
        (select ${change} from verdicts where image_id = images.id order by at, seq limit 1)) as change
      from images
      where images.checked_at is not null and ${matches(channel)} and not exists (
        select from notification_states as known
        where known.channel_id = ${channel.id} and known.image_id = images.id)
      order by images.id
    ) as first
    where first.change is not null
    on conflict do nothing`);
}

/** Deletes the states of a channel. */
export async function deleteStates(transaction: Database, channelId: string): Promise<void> {
  await transaction.delete(notificationStates).where(eq(notificationStates.channelId, channelId));
}

/** Moves states on where the channel's rules say `skip`. */
export async function applySkips(
  transaction: Database,
  channel: WatchedImages,
  rules: readonly Rule[],
): Promise<void> {
  await transaction.execute(sql`
    update notification_states as state set change = rule.next_change, alarmed = rule.next_alarmed
    from images, ${ruleRows(rules, 'skip')} as ${RULE}
    where state.channel_id = ${channel.id} and images.id = state.image_id and ${isCase(channel)}`);
}

const candidateRow = z.object({
  imageId: z.string(),
  reference: z.string(),
  digest: digestSchema.nullable(),
  status: z.enum(STATUS),
  summary: z.string(),
  change: z.enum(CHANGE),
  since: z.coerce.date(),
  behindSince: z.coerce.date().nullable(),
  recent: z.array(z.object({ status: z.enum(STATUS), previousStatus: z.enum(STATUS).nullable() })),
  base: storedBase,
  state: z.object({ change: z.enum(CHANGE), alarmed: z.boolean() }),
});

/** Images that may be reported. `unreadable` names those whose stored facts cannot be read. */
export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly unreadable: readonly string[];
}

/** Reads the images where the channel's rules say `notify`, oldest change first, with the facts that decide the rest. */
export async function readCandidates(
  transaction: Database,
  channel: WatchedImages,
  rules: readonly Rule[],
  now: Date,
): Promise<Candidates> {
  const after = changeOf(sql`verdicts.status`);
  const before = changeOf(sql`verdicts.previous_status`);
  const { rows } = await transaction.execute(sql`
    select images.id as "imageId", images.reference, images.digest, images.status, images.summary,
      ${CURRENT_CHANGE} as change, turn.since, turn.recent,
      jsonb_build_object('change', state.change, 'alarmed', state.alarmed) as state,
      coalesce(to_json(images.behind_since) #>> '{}', (
        select min(link #>> '{base,behindSince}') from jsonb_array_elements(latest.lineage -> 'links') link
      )) as "behindSince",
      case when latest.lineage #> '{links,0,base}' <> 'null' then jsonb_build_object(
        'name', latest.lineage #> '{links,0,base,name}',
        'digest', latest.lineage #> '{links,0,base,digest}',
        'currentDigest', latest.lineage #> '{links,0,base,currentDigest}') end as base
    from notification_states as state
      join images on images.id = state.image_id
      join ${ruleRows(rules, 'notify')} as ${RULE} on ${isCase(channel)}
      join verdicts latest on latest.id = images.verdict_id
      cross join lateral (
        select to_json(max(verdicts.at) filter (where ${after} is distinct from ${before})) #>> '{}' as since,
          coalesce(jsonb_agg(jsonb_build_object(
            'status', verdicts.status, 'previousStatus', verdicts.previous_status)) filter (
            where verdicts.at > ${flapWindowStart(now).toISOString()}::timestamptz), '[]') as recent
        from verdicts where verdicts.image_id = images.id
      ) turn
    where state.channel_id = ${channel.id}
    order by turn.since, images.reference`);
  const parsed = rows.map((row) => ({ row, data: candidateRow.safeParse(row).data }));
  return {
    candidates: parsed.flatMap(({ data }) => data ?? []),
    unreadable: parsed.flatMap(({ row, data }) => (data === undefined ? [String(row.reference)] : [])),
  };
}

const RULE = sql`rule(current text, change text, alarmed boolean, matches boolean, next_change text,
  next_alarmed boolean)`;

/** The rules of a kind as rows. */
function ruleRows(rules: readonly Rule[], kind: Rule['kind']): SQL {
  const rows = rules
    .filter((rule) => rule.kind === kind)
    .map(({ current, state, matches, next }) => ({
      current,
      change: state.change,
      alarmed: state.alarmed,
      matches,
      next_change: next.change,
      next_alarmed: next.alarmed,
    }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`;
}

/** Whether a rule is that of an image's situation. The first comparison keeps the filter off images without a change. */
function isCase(channel: WatchedImages): SQL {
  return sql`${CURRENT_CHANGE} <> state.change and rule.current = ${CURRENT_CHANGE}
    and rule.change = state.change and rule.alarmed = state.alarmed and rule.matches = (${matches(channel)})`;
}

/** The filter of a channel as a condition. Images of the sample fleet match only if the filter names them. */
function matches({ filter }: WatchedImages): SQL {
  return filterCondition(leaveOutSample(parseFilter(filter))) ?? sql`true`;
}

/** A table of lib/notify as an expression over a column; keys without a value become null. */
function caseOf<K extends Status | Change>(
  column: SQL,
  table: Readonly<Record<K, string | boolean | null>>,
): SQL {
  const cases = Object.entries(table).map(([key, value]) => sql.raw(`when '${key}' then ${literal(value)}`));
  return sql`case ${column} ${sql.join(cases, sql` `)} end`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
