import { eq, sql } from 'drizzle-orm';
import type { Rule } from '#lib/notify/policy/next-step.ts';
import { IS_TROUBLE } from '#lib/notify/policy/notification-state.ts';
import type { Database } from '../database/database.ts';
import { notificationStates } from '../schema/notifications.ts';
import { caseOf, changeOf, isCase, matches, RULE, ruleRows, type WatchedImages } from './policy-sql.ts';

/**
 * Adds a state for each image that the channel's filter matches and that has none: that of the status the image had
 * when the channel began to watch, or of its first verdict if it was tracked later. It is read from the stored
 * verdicts, so the result does not depend on when this runs. `only` limits it to these images.
 */
export async function addStates(
  transaction: Database,
  channel: WatchedImages,
  only?: readonly string[],
): Promise<void> {
  const among = only === undefined ? sql`true` : sql`images.id = any(${sql.param([...only])}::uuid[])`;
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
      where images.checked_at is not null and ${among} and ${matches(channel)} and not exists (
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
