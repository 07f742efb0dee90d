import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { LOWEST_ID } from '../database/lowest-id.ts';

/**
 * What a verdict depends on: tags, fully qualified, with the digest each resolved to (null: it did not exist), and stacks
 * of layers with a digest over the known images that match their prefixes (null: none).
 */
export type VerdictInputs = Readonly<Record<string, string | null>>;

/** What a stored verdict depends on. */
export interface WrittenInputs {
  readonly imageId: string;
  /** The image's. */
  readonly reference: string;
  /** Null if anything was not known. */
  readonly inputs: VerdictInputs | null;
}

/** A tag holds no space; the keys of other inputs have a word and a space first. */
const IS_TAG = sql.raw(`position(' ' in input.key) = 0`);

/**
 * Stores which tags verdicts depend on, in the transaction that stores the verdicts; the images are locked. Where not
 * everything was known, the tags of the verdict before stay, beside the image's own. Returns the tags that an image did
 * not depend on before.
 */
export async function writeVerdictInputs(
  transaction: Database,
  written: readonly WrittenInputs[],
): Promise<string[]> {
  if (written.length === 0) return [];
  const rows = JSON.stringify(
    written.map(({ imageId, reference, inputs }) => ({ id: imageId, reference, inputs: inputs ?? null })),
  );
  const given = sql`jsonb_to_recordset(${rows}::jsonb) as given(id uuid, reference text, inputs jsonb)`;
  const isComplete = sql`jsonb_typeof(given.inputs) = 'object'`;
  await transaction.execute(sql`
    delete from verdict_inputs old using ${given}
    where old.image_id = given.id and ${isComplete} and not given.inputs ? old.tag`);
  await transaction.execute(sql`
    update verdict_inputs old set complete = false from ${given}
    where old.image_id = given.id and not coalesce(${isComplete}, false) and old.complete`);
  const { rows: stored } = await transaction.execute<{ tag: string; fresh: boolean }>(sql`
    insert into verdict_inputs (tag, image_id, digest, own, complete)
    select input.key, given.id, input.value, input.key = given.reference, true
    from ${given} cross join lateral jsonb_each_text(given.inputs) as input
    where ${isComplete} and ${IS_TAG}
    union all
    select given.reference, given.id, null, true, false from ${given} where not coalesce(${isComplete}, false)
    on conflict (tag, image_id) do update set digest = excluded.digest, own = excluded.own, complete = excluded.complete
      where (verdict_inputs.digest, verdict_inputs.complete) is distinct from (excluded.digest, excluded.complete)
    returning tag, xmax = 0 as fresh`);
  const fresh = [...new Set(stored.flatMap((row) => (row.fresh ? [row.tag] : [])))];
  await addTags(transaction, fresh);
  return fresh;
}

/**
 * Compares verdicts with what their tags resolved to last, after they are committed: another process may have seen a tag
 * move meanwhile. Where they differ, the images are judged again. `fresh` are tags that got a new image; their intervals
 * are decided again.
 */
export async function reconcileInputs(
  db: Database,
  imageIds: readonly string[],
  fresh: readonly string[],
): Promise<void> {
  if (imageIds.length === 0) return;
  await db.execute(sql`
    with compared as (
      select t.reference,
        bool_or(input.complete and t.look > 0 and input.digest is distinct from t.digest) as outdated,
        bool_or(input.tag = any(${sql.param([...fresh])}::text[])
          or input.own and input.complete = (t.tier is not distinct from 'incomplete')) as replan
      from verdict_inputs input join tags t on t.reference = input.tag
      where input.image_id = any(${sql.param([...imageIds])}::uuid[])
      group by t.reference
    ), locked as materialized (
      select t.reference, compared.outdated, compared.replan
      from tags t join compared on compared.reference = t.reference
      where compared.outdated and t.judge_at is null or compared.replan and not t.replan
      order by t.reference for update of t
    )
    update tags t set replan = t.replan or locked.replan,
      judge_at = case when locked.outdated then coalesce(t.judge_at, now()) else t.judge_at end
    from locked where t.reference = locked.reference`);
}

/** What an image's verdict depends on; null if not everything was known, or if an early version stored it. */
const INPUTS = sql.raw(`case when jsonb_typeof(verdicts.inputs) = 'object'
  and exists (select from jsonb_object_keys(case when jsonb_typeof(verdicts.inputs) = 'object' then verdicts.inputs
    else '{}' end) as input where input like 'declared %')
  then verdicts.inputs end`);

/** True where the stored tags of an image are not those of its verdict, `derived.inputs`. */
const DIFFERS = sql.raw(`case when derived.inputs is null
  then not exists (select from verdict_inputs known where known.image_id = images.id)
    or exists (select from verdict_inputs known where known.image_id = images.id and known.complete)
  else (select count(*) from verdict_inputs known where known.image_id = images.id)
      <> (select count(*) from jsonb_object_keys(derived.inputs) as input where position(' ' in input) = 0)
    or exists (select from verdict_inputs known where known.image_id = images.id
      and not (known.complete and derived.inputs ? known.tag
        and derived.inputs ->> known.tag is not distinct from known.digest)) end`);

const FROM_VERDICTS = sql`from images left join verdicts on verdicts.id = images.verdict_id
  cross join lateral (select ${INPUTS} as inputs) derived`;
/** Images whose tags are stored in one transaction. */
const BATCH = 500;
/** Images whose verdicts are read at a time. */
const PAGE = 5000;

/**
 * Stores what images depend on where that is not stored, or is another verdict's: of those that were just tracked, and
 * those that a process of another version tracked or judged.
 */
export async function deriveInputs(db: Database, imageIds: readonly string[]): Promise<void> {
  if (imageIds.length === 0) return;
  const { rows } = await db.execute<{ imageId: string }>(sql`
    select images.id as "imageId" ${FROM_VERDICTS}
    where images.id = any(${sql.param([...imageIds])}::uuid[]) and ${DIFFERS} order by images.id`);
  const ids = rows.map(({ imageId }) => imageId);
  for (let at = 0; at < ids.length; at += BATCH) await deriveSome(db, ids.slice(at, at + BATCH));
}

/** {@link deriveInputs} of all images, part by part: no statement reads the verdicts of a whole fleet. */
async function deriveAll(db: Database): Promise<void> {
  let after: string | undefined = LOWEST_ID;
  while (after !== undefined) {
    const ids = await nextIds(db, after);
    await deriveInputs(db, ids);
    after = ids.length < PAGE ? undefined : ids.at(-1);
  }
}

async function nextIds(db: Database, after: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from images where id > ${after}::uuid order by id limit ${PAGE}`,
  );
  return rows.map(({ id }) => id);
}

async function deriveSome(db: Database, ids: readonly string[]): Promise<void> {
  const fresh = await db.transaction(async (transaction) => {
    const some = sql`any(${sql.param([...ids])}::uuid[])`;
    // A separate statement, so that the next one sees the verdicts of the previous holder of the lock.
    await transaction.execute(sql`select id from images where id = ${some} order by id for update`);
    const { rows } = await transaction.execute<WrittenInputs & Record<string, unknown>>(sql`
      select images.id as "imageId", images.reference, derived.inputs ${FROM_VERDICTS}
      where images.id = ${some} and ${DIFFERS}`);
    return writeVerdictInputs(transaction, rows);
  });
  await reconcileInputs(db, ids, fresh);
}

/**
 * Adds what is missing and forgets what is not used: tags of images that a process of another version tracked or judged,
 * and tags that no verdict depends on any more. No image is left without a check by it.
 */
export async function tidyTags(db: Database): Promise<void> {
  const isUnused = sql`t.claim is null and not exists (select from verdict_inputs input where input.tag = t.reference)`;
  await db.execute(sql`
    with unused as materialized (
      select t.reference from tags t where ${isUnused} order by t.reference for update of t
    )
    delete from tags t using unused where t.reference = unused.reference and ${isUnused}`);
  await db.execute(sql`
    delete from tag_turns turn where not exists (select from tags t where t.registry = turn.registry)`);
  await deriveAll(db);
  // A tag or a turn that was deleted just when it got a new image.
  const { rows } = await db.execute<{ tag: string }>(sql`
    select distinct input.tag from verdict_inputs input left join tags t on t.reference = input.tag
      left join tag_turns turn on turn.registry = t.registry
    where t.reference is null or turn.registry is null`);
  await addTags(
    db,
    rows.map(({ tag }) => tag),
  );
}

/** Adds tags with what is known of them from earlier checks. */
async function addTags(transaction: Database, references: readonly string[]): Promise<void> {
  if (references.length === 0) return;
  const wanted = sql`unnest(${sql.param([...references].sort())}::text[]) as wanted(tag)`;
  await transaction.execute(sql`
    insert into tags (reference, registry, repository, digest, since, moved, asked_at, look, next_check_at)
    select wanted.tag, split_part(wanted.tag, '/', 1),
      regexp_replace(substr(wanted.tag, strpos(wanted.tag, '/') + 1), '(:[^/:@]*)?(@.*)?$', ''),
      case when latest.last_look > 0 then latest.digest end, latest.first_seen,
      exists (select from observations earlier
        where earlier.tag = wanted.tag and earlier.first_seen < latest.first_seen),
      case when latest.last_look > 0 then latest.last_seen end, coalesce(latest.last_look, 0),
      now() + interval '1 hour'
    from ${wanted} left join lateral (
      select * from observations o where o.tag = wanted.tag order by o.first_seen desc limit 1
    ) latest on true
    order by wanted.tag
    on conflict (reference) do nothing`);
  await transaction.execute(sql`
    insert into tag_turns (registry) select distinct split_part(wanted.tag, '/', 1) as registry from ${wanted}
    order by registry on conflict (registry) do nothing`);
}
