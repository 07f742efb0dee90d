// The schedule of a test fleet: its tags are due when the test says so.
import { sql } from 'drizzle-orm';
import type { FleetContext } from '../context.ts';
import type { TestFleet } from '../testing.ts';
import { nextBatch } from './check-due-tags.ts';
import { planTags } from './plan-tags.ts';

const HOUR = 3600;

/** Works on what is due until nothing is, as one process. */
export async function workOff(context: FleetContext): Promise<void> {
  await planTags(context, HOUR);
  for (;;) {
    const work = await nextBatch(context, HOUR, new AbortController().signal);
    if (work === undefined) return;
    await work();
  }
}

/** Lets the tags of these repositories be due, or all of them; the verdicts that are behind a tag too. */
export async function makeDue({ context }: TestFleet, ...repositories: readonly string[]): Promise<void> {
  await planTags(context, HOUR);
  const which =
    repositories.length === 0 ? sql`true` : sql`repository = any(${sql.param([...repositories])}::text[])`;
  await context.db.execute(sql`
    update tags set next_check_at = case when ${which} then now() - interval '1 second' else next_check_at end,
      judge_at = case when judge_at is null then null else now() - interval '1 second' end`);
}
