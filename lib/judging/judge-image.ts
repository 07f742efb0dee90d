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

/** A judged image: its chain, the verdict's inputs, and the layers of its chain that registries confirm. */
export interface Judgement {
  readonly lineage: Lineage;
  /** What the verdict depends on; null if anything was not known, because then it must be judged again. */
  readonly inputs: JudgementInputs | null;
  readonly stacks: readonly ObservedStack[];
  /** The layers that were compared with known images, even if other inputs are not known. */
  readonly questions: readonly LayersQuestion[];
  /** The error of resolving the image itself, if that failed. */
  readonly error: unknown;
  /** The errors of everything that could not be fetched, except absences: each a `RegistryError` or malformed content. */
  readonly failures: readonly unknown[];
}

export interface JudgeOptions {
  /** Request content again that was absent a while ago. */
  readonly thorough?: boolean;
  /** Name newer tags: one request more for each base repository. */
  readonly wantNewerTags?: boolean;
  /** Judge only these platforms; all of them by default. */
  readonly platforms?: readonly string[] | undefined;
  /** Limits of its cost; {@link JUDGEMENT_LIMITS} by default. */
  readonly limits?: JudgementLimits;
  /** Ends it with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A chain of sixteen links with provenance at each takes fewer passes than this. */
const MAX_PASSES = 400;

/**
 * Judges an image in passes over the facts: between two passes it fetches what the last one needs. If that would cost
 * more than the limits, the verdict is `unknown` and names the limit.
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
  const release = await largeJudgements.take('all', options.signal);
  return judgeOnce(sources, reference, tagCache, options, true).finally(release);
}

/** Images that are too large to be judged beside others are judged one at a time. */
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
    // Known images cannot change this result: another check would cost as much.
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
    // Other work runs between two passes, even if everything is known already.
    await new Promise((resolve) => setImmediate(resolve));
    const more = await facts.answerQuestions();
    if (resolution.kind === 'needs') {
      await facts.fetch(resolution.needs);
      continue;
    }
    if (more) continue;
    const lineage = resolution.value;
    if (await facts.recallPasts()) continue;
    // An input even if its documents could not be read: a declaration makes it judged again. Not asked for earlier,
    // because of two judgements the one that resolved its tags later is kept.
    facts.declaredBase(reference);
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

/** One pass; throws {@link OverBudgetError} if it would compare too much. */
function resolveOnce(facts: StoredFacts, reference: Reference, now: string, options: JudgeOptions) {
  const { wantNewerTags = false, platforms } = options;
  try {
    return resolveLineage(reference, facts, now, { wantNewerTags, platforms });
  } catch (error) {
    throw error instanceof TooManyLookupsError ? tooCostly(error.limit, 'comparisons') : error;
  }
}
