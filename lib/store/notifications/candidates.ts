import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { findingSchema } from '#lib/lineage/verdict/finding.ts';
import { lastKnownSchema } from '#lib/lineage/verdict/lineage-schema.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { CHANGE } from '#lib/notify/channel.ts';
import { storedBase } from '#lib/notify/events/stored-notification.ts';
import { flapWindowStart } from '#lib/notify/policy/due-at.ts';
import type { Candidate } from '#lib/notify/policy/due-notifications.ts';
import type { Rule } from '#lib/notify/policy/next-step.ts';
import { digestSchema } from '#lib/oci/descriptor.ts';
import type { Database } from '../database/database.ts';
import { CURRENT_CHANGE, changeOf, isCase, RULE, ruleRows, type WatchedImages } from './policy-sql.ts';

const candidateRow = z.object({
  imageId: z.string(),
  reference: z.string(),
  digest: digestSchema.nullable(),
  status: z.enum(STATUS),
  finding: findingSchema,
  lastKnown: lastKnownSchema.nullable(),
  change: z.enum(CHANGE),
  since: z.coerce.date(),
  behindSince: z.coerce.date().nullable(),
  holdEndedAt: z.coerce.date().nullable(),
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
  // Materialised, so that the history of verdicts is read for the candidates only.
  const { rows } = await transaction.execute(sql`
    with candidate as materialized (
      select images.*, ${CURRENT_CHANGE} as change,
        jsonb_build_object('change', state.change, 'alarmed', state.alarmed) as state
      from notification_states as state
        join images on images.id = state.image_id
        join ${ruleRows(rules, 'notify')} as ${RULE} on ${isCase(channel)}
      where state.channel_id = ${channel.id}
    )
    select candidate.id as "imageId", candidate.reference, candidate.digest, candidate.status, candidate.finding,
      candidate.last_known as "lastKnown",
      candidate.hold_ended_at as "holdEndedAt", candidate.change, candidate.state, history.since, history.recent,
      coalesce(to_json(candidate.behind_since) #>> '{}', (
        select min(link #>> '{base,behindSince}') from jsonb_array_elements(latest.lineage -> 'links') link
      )) as "behindSince",
      case when latest.lineage #> '{links,0,base}' <> 'null' then jsonb_build_object(
        'name', latest.lineage #> '{links,0,base,name}',
        'digest', latest.lineage #> '{links,0,base,digest}',
        'currentDigest', latest.lineage #> '{links,0,base,currentDigest}') end as base
    from candidate
      join verdicts latest on latest.id = candidate.verdict_id
      cross join lateral (
        select to_json(max(verdicts.at) filter (where ${after} is distinct from ${before})) #>> '{}' as since,
          coalesce(jsonb_agg(jsonb_build_object(
            'status', verdicts.status, 'previousStatus', verdicts.previous_status)) filter (
            where verdicts.at > ${flapWindowStart(now).toISOString()}::timestamptz), '[]') as recent
        from verdicts where verdicts.image_id = candidate.id
      ) history
    order by history.since, candidate.reference`);
  const parsed = rows.map((row) => ({ row, data: candidateRow.safeParse(row).data }));
  return {
    candidates: parsed.flatMap(({ data }) => data ?? []),
    unreadable: parsed.flatMap(({ row, data }) => (data === undefined ? [String(row.reference)] : [])),
  };
}
