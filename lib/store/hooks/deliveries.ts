import { desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Hint } from '#lib/hooks/hint.ts';
import type { HookOutcome } from '#lib/hooks/hook-outcome.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import { parseStoredOr } from '../database/stored-json.ts';
import { hookDeliveries } from '../schema/hooks.ts';

/** Deliveries that are kept of each hook. */
export const KEPT_DELIVERIES = 20;

/** What a call was about: a tag, or a repository, by name, and the digest that was said to be pushed. */
interface DeliveredHint {
  readonly reference: string;
  readonly digest: string | null;
}

/** One call of a hook, to be stored. */
export interface NewDelivery {
  readonly hookId: string;
  readonly at: Date;
  readonly outcome: HookOutcome;
  readonly test: boolean;
  readonly accepted: number;
  readonly hinted: number;
  readonly hints: readonly DeliveredHint[];
  /** The repositories of its accepted hints; none of a test. */
  readonly reported: readonly Pick<Hint, 'registry' | 'repository'>[];
}

/**
 * What followed for one hint. `moved`: the tag was read after the call and had another digest than before;
 * `unchanged`: it had the same; `known`: the digest was known when the call came; `waiting`: it was not read since; null
 * for a hint without a tag.
 */
type HintEffect = 'moved' | 'unchanged' | 'known' | 'waiting';

/** A stored call, with what followed. */
export interface StoredHookDelivery extends Omit<NewDelivery, 'hookId' | 'hints' | 'reported'> {
  readonly id: string;
  readonly hints: readonly (DeliveredHint & { readonly effect: HintEffect | null })[];
}

/**
 * Stores calls, keeps the last ones of each hook, and notes when each hook was heard and what it reports. Calls of hooks that were deleted
 * meanwhile are dropped. A test is not heard from the registry, and neither is what is not authentic.
 */
export async function recordDeliveries(db: Database, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = storableJson(
    deliveries.map(({ hookId, at, ...rest }) => ({ ...rest, hook_id: hookId, at: at.toISOString() })),
  );
  await db.execute(sql`
    with given as materialized (
      select given.* from jsonb_to_recordset(${rows}::jsonb) as given(hook_id uuid, at timestamptz(3), outcome text,
        test boolean, accepted int, hinted int, hints jsonb, reported jsonb)
      join hooks on hooks.id = given.hook_id
    ), added as (
      insert into hook_deliveries (hook_id, at, outcome, test, accepted, hinted, hints)
      select hook_id, at, outcome, test, accepted, hinted, hints from given
    ), covered as (
      insert into hook_repositories (hook_id, registry, repository)
      select distinct given.hook_id, named.registry, named.repository
      from given cross join lateral jsonb_to_recordset(given.reported) as named(registry text, repository text)
      order by 1, 2, 3 on conflict do nothing
    )
    update hooks set last_heard_at = greatest(hooks.last_heard_at, heard.at)
    from (select hook_id, max(at) as at from given
      where not test and outcome not in ('forged', 'unverifiable') group by hook_id) heard
    where hooks.id = heard.hook_id`);
  const ids = [...new Set(deliveries.map(({ hookId }) => hookId))];
  await db.execute(sql`
    delete from hook_deliveries old using unnest(${sql.param(ids)}::uuid[]) as hook(id)
    where old.hook_id = hook.id and old.id in (
      select kept.id from hook_deliveries kept where kept.hook_id = hook.id
      order by kept.at desc, kept.id desc offset ${KEPT_DELIVERIES})`);
}

const storedHints = z.array(z.object({ reference: z.string(), digest: z.string().nullable() }));

/** The last calls of a hook, newest first. */
export async function listHookDeliveries(db: Database, hookId: string): Promise<StoredHookDelivery[]> {
  const rows = await db
    .select()
    .from(hookDeliveries)
    .where(eq(hookDeliveries.hookId, hookId))
    .orderBy(desc(hookDeliveries.at), desc(hookDeliveries.id))
    .limit(KEPT_DELIVERIES);
  const parsed = rows.map(({ hookId: _, ...row }) => ({
    ...row,
    hints: parseStoredOr(storedHints, row.hints, `the hints of the call ${row.id}`, []),
  }));
  const effects = await readEffects(
    db,
    parsed.flatMap(({ at, hints }) => hints.map(({ reference }) => ({ reference, at }))),
  );
  return parsed.map((delivery) => ({
    ...delivery,
    hints: delivery.hints.map((hint) => ({ ...hint, effect: effects(hint, delivery.at) })),
  }));
}

/** What checks of tags have seen since, by the first observation that lasted until after the call. */
async function readEffects(db: Database, asked: readonly { reference: string; at: Date }[]) {
  const rows = JSON.stringify(asked.map(({ reference, at }) => ({ tag: reference, at: at.toISOString() })));
  const { rows: seen } = await db.execute<{
    tag: string;
    at: string;
    effect: HintEffect;
    latest: string | null;
  }>(sql`
    select asked.tag, asked.at, latest.digest as latest,
      case when since.first_seen >= asked.at::timestamptz then 'moved'
        when since.first_seen is not null then 'unchanged' else 'waiting' end as effect
    from (select distinct * from jsonb_to_recordset(${rows}::jsonb) as asked(tag text, at text)) asked
    left join lateral (
      select o.first_seen from observations o where o.tag = asked.tag and o.last_seen >= asked.at::timestamptz
      order by o.first_seen limit 1
    ) since on true
    left join lateral (
      select o.digest from observations o where o.tag = asked.tag order by o.first_seen desc limit 1
    ) latest on true`);
  const byCall = new Map(seen.map((row) => [`${row.tag} ${row.at}`, row]));
  return ({ reference, digest }: DeliveredHint, at: Date): HintEffect | null => {
    if (!isTagged(reference)) return null;
    const row = byCall.get(`${reference} ${at.toISOString()}`);
    if (row === undefined) return 'waiting';
    return row.effect === 'waiting' && digest !== null && row.latest === digest ? 'known' : row.effect;
  };
}

function isTagged(reference: string): boolean {
  return reference.lastIndexOf(':') > reference.lastIndexOf('/');
}
