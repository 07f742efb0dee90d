import type { Lineage } from '#lib/lineage/lineage.ts';
import { resolveLineage } from '#lib/lineage/resolve.ts';
import { formatReference, type Reference } from '#lib/oci/reference.ts';
import { FactBook, type JudgementInputs, type LayersQuestion } from './fact-book.ts';
import { type ObservedStack, observedStacks } from './observed-stacks.ts';
import type { JudgeSources, TagBoard } from './sources.ts';

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
}

/** A chain of sixteen links with provenance at each takes fewer passes than this. */
const MAX_PASSES = 400;

/** Judges an image: passes over the facts, fetching between them what the pass before said it needs. */
export async function judgeImage(
  sources: JudgeSources,
  reference: Reference,
  board: TagBoard,
  options: JudgeOptions = {},
): Promise<Judgement> {
  const book = new FactBook(sources, board, { trustAbsences: options.thorough !== true });
  const now = sources.clock().toISOString();
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const resolution = resolveLineage(reference, book, now, {
      wantNewerTags: options.wantNewerTags === true,
      platforms: options.platforms,
    });
    const more = await book.answerBeneath();
    if (resolution.kind === 'needs') {
      await book.fetch(resolution.needs);
      continue;
    }
    if (more) continue;
    const lineage = resolution.value;
    if (await book.recallPasts()) continue;
    return {
      lineage,
      inputs: book.inputs(),
      stacks: observedStacks(book, lineage),
      questions: book.questions,
      error: book.errorOf(reference),
      failures: book.failures,
    };
  }
  throw new Error(`judging ${formatReference(reference)} did not come to an end`);
}
