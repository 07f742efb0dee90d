import { type SQL, sql } from 'drizzle-orm';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { leaveOutSample } from '#lib/lineage/filter/leave-out-sample.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Change } from '#lib/notify/channel.ts';
import type { Rule } from '#lib/notify/policy/next-step.ts';
import { CHANGE_OF_STATUS } from '#lib/notify/policy/notification-state.ts';
import { filterCondition } from '../images/filter-sql.ts';

/** What decides which images a channel watches, and from when. */
export interface WatchedImages {
  readonly id: string;
  readonly filter: string;
  readonly since: Date;
}

/** The change that a status counts as. */
export const changeOf = (status: SQL) => caseOf(status, CHANGE_OF_STATUS);
/** The change that an image's current status counts as. */
export const CURRENT_CHANGE = changeOf(sql`images.status`);

/** The alias and columns of {@link ruleRows}. */
export const RULE = sql`rule(current text, change text, alarmed boolean, matches boolean, snoozed boolean,
  next_change text, next_alarmed boolean)`;

/** The rules of a kind as rows. */
export function ruleRows(rules: readonly Rule[], kind: Rule['kind']): SQL {
  const rows = rules
    .filter((rule) => rule.kind === kind)
    .map(({ current, state, matches, snoozed, next }) => ({
      current,
      change: state.change,
      alarmed: state.alarmed,
      matches,
      snoozed,
      next_change: next.change,
      next_alarmed: next.alarmed,
    }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`;
}

/** Whether a rule is that of an image's situation. The first comparison keeps the filter off images without a change. */
export function isCase(channel: WatchedImages): SQL {
  return sql`${CURRENT_CHANGE} <> state.change and rule.current = ${CURRENT_CHANGE}
    and rule.change = state.change and rule.alarmed = state.alarmed and rule.matches = (${matches(channel)})
    and rule.snoozed = (images.hold_id is not null)`;
}

/** The filter of a channel as a condition. Images of the sample fleet match only if the filter names them. */
export function matches({ filter }: WatchedImages): SQL {
  return filterCondition(leaveOutSample(parseFilter(filter))) ?? sql`true`;
}

/** A table of lib/notify as an expression over a column; keys without a value become null. */
export function caseOf<K extends Status | Change>(
  column: SQL,
  table: Readonly<Record<K, string | boolean | null>>,
): SQL {
  const cases = Object.entries(table).map(([key, value]) => sql.raw(`when '${key}' then ${literal(value)}`));
  return sql`case ${column} ${sql.join(cases, sql` `)} end`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
