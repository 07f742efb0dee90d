import { tryParseReference } from '#lib/oci/reference.ts';
import { findUnplanned, readTagFacts, type StoredTagPlan, savePlans } from '#lib/store/tags/tag-plans.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { planTag } from './tiers.ts';

/** Tags that are planned at a time. */
const AT_ONCE = 500;

/** Decides how often tags are requested that are new, or that images depend on in another way than before. */
export async function planTags(context: WithDatabase & WithClock, everySeconds: number): Promise<void> {
  for (;;) {
    const unplanned = await findUnplanned(context.db, AT_ONCE);
    const plans = await plansOf(context, unplanned, everySeconds);
    await savePlans(
      context.db,
      plans.map(({ failures: _, ...plan }) => plan),
    );
    if (unplanned.length < AT_ONCE) return;
  }
}

/** How often each of these tags is requested, with the number of its last checks without an answer. */
export async function plansOf(
  { db, clock }: WithDatabase & WithClock,
  references: readonly string[],
  everySeconds: number,
): Promise<(StoredTagPlan & { readonly failures: number })[]> {
  const now = clock();
  return (await readTagFacts(db, references, now)).map(({ failures, ...facts }) => {
    const reference = tryParseReference(facts.reference);
    const plan =
      reference === undefined
        ? unreadable(everySeconds)
        : planTag({ ...facts, reference }, everySeconds, now);
    return { ...plan, reference: facts.reference, failures };
  });
}

/** The plan of a name that cannot be parsed, as an earlier version may have stored it: it must not hold up the others. */
function unreadable(everySeconds: number): Omit<StoredTagPlan, 'reference'> {
  return { tier: 'incomplete', seconds: everySeconds, byHook: false };
}
