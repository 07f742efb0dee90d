import { resolveLineage, unresolvedLineage } from '#lib/lineage/chain/judge-chain.ts';
import { TooManyLookupsError } from '#lib/lineage/facts/fact-lookup.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { formatReference, type Reference } from '#lib/oci/reference.ts';
import { createSlots } from '#lib/registry/transport/limits/concurrency-slots.ts';
import {
  CrowdedError,
  JUDGEMENT_LIMITS,
  JudgementBudget,
  type JudgementLimits,
  OverBudgetError,
  tooCostly,
} from './budget.ts';
import { type ObservedStack, observedStacks } from './facts/observed-layers.ts';
import { type JudgementInputs, type LayersQuestion, StoredFacts } from './facts/stored-facts.ts';
import type { JudgeSources, TagCache } from './sources/sources.ts';

/** A judged image: its chain, the verdict's inputs, and the layers of its chain that registries vouch for. */
export interface Judgement {
  readonly lineage: Lineage;
  /** What it stands on; null where anything was not known, so that nothing may be inferred. */
  readonly inputs: JudgementInputs | null;
  readonly stacks: readonly ObservedStack[];
  /** What was asked about known images, whether all inputs are known or not. */
  readonly questions: readonly LayersQuestion[];
  /** What the look at the image itself failed with, where it did. */
  readonly error: unknown;
  /** Everything that could not be looked at on the way, absences apart: each a `RegistryError` or malformed content. */
  readonly failures: readonly unknown[];
}

export interface JudgeOptions {
  /** Ask again for content that was absent a while ago. */
  readonly thorough?: boolean;
  /** Name newer tags: one request more for each base repository. */
  readonly wantNewerTags?: boolean;
  /** Judge these platforms alone; all of them by default. */
  readonly platforms?: readonly string[] | undefined;
  /** What it may cost; {@link JUDGEMENT_LIMITS} by default. */
  readonly limits?: JudgementLimits;
  /** Ends it with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A chain of sixteen links with provenance at each takes fewer passes than this. */
const MAX_PASSES = 400;

/**
 * Judges an image: passes over the facts, fetching between them what the pass before said it needs. Where that would
 * cost more than its limits, the verdict is `unknown` and says so.
 */
export async function judgeImage(
  sources: JudgeSources,
  reference: Reference,
  tagCache: TagCache,
  options: JudgeOptions = {},
): Promise<Judgement> {
  try {
    return await judgeOnce(sources, reference, tagCache, options, false);
  } catch (error) {
    if (!(error instanceof CrowdedError)) throw error;
  }
  const leave = await largeJudgements.take('all', options.signal);
  return judgeOnce(sources, reference, tagCache, options, true).finally(leave);
}

/** Images that were too large to be judged beside others are judged one at a time. */
const largeJudgements = createSlots(1);

async function judgeOnce(
  sources: JudgeSources,
  reference: Reference,
  tagCache: TagCache,
  options: JudgeOptions,
  alone: boolean,
): Promise<Judgement> {
  const { limits = JUDGEMENT_LIMITS, signal } = options;
  const budget = new JudgementBudget(limits, { signal, alone });
  const facts = new StoredFacts(sources, tagCache, { trustAbsences: options.thorough !== true, budget });
  const now = sources.clock().toISOString();
  try {
    return await budget.within(judgeFrom(facts, reference, now, options));
  } catch (error) {
    if (!(error instanceof OverBudgetError)) throw error;
    const fact = facts.tag(reference);
    const digest = reference.digest ?? (fact?.state === 'resolved' ? fact.digest : null);
    const lineage = unresolvedLineage(formatReference(reference), digest, now, error.reason);
    const failures = [...facts.failures, error];
    // Whatever is learnt of other images, it would cost as much again: nothing is asked of them.
    return { lineage, inputs: null, stacks: [], questions: [], error: undefined, failures };
  } finally {
    budget.end();
  }
}

async function judgeFrom(
  facts: StoredFacts,
  reference: Reference,
  now: string,
  options: JudgeOptions,
): Promise<Judgement> {
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const resolution = resolveOnce(facts, reference, now, options);
    // Whoever else waits gets a turn between two passes, even where everything is known.
    await new Promise((resolve) => setImmediate(resolve));
    const more = await facts.answerQuestions();
    if (resolution.kind === 'needs') {
      await facts.fetch(resolution.needs);
      continue;
    }
    if (more) continue;
    const lineage = resolution.value;
    if (await facts.recallPasts()) continue;
    return {
      lineage,
      inputs: facts.inputs(),
      stacks: observedStacks(facts, lineage),
      questions: facts.questions,
      error: facts.errorOf(reference),
      failures: facts.failures,
    };
  }
  throw tooCostly(MAX_PASSES, 'rounds');
}

/** One pass; throws {@link OverBudgetError} where it would compare too much. */
function resolveOnce(facts: StoredFacts, reference: Reference, now: string, options: JudgeOptions) {
  const { wantNewerTags = false, platforms } = options;
  try {
    return resolveLineage(reference, facts, now, { wantNewerTags, platforms });
  } catch (error) {
    throw error instanceof TooManyLookupsError ? tooCostly(error.limit, 'comparisons') : error;
  }
}
