import { createHash } from 'node:crypto';
import type { BaseVerdict, Lineage } from '#lib/lineage/lineage.ts';
import { resolveLineage } from '#lib/lineage/resolve.ts';
import { isStale, isVerified } from '#lib/lineage/status.ts';
import { formatReference, parseReference, type Reference } from '#lib/oci/reference.ts';
import type { LayerStack } from '#lib/store/layer-stacks.ts';
import type { JudgedImage } from '#lib/store/verdicts.ts';
import type { FleetContext } from './context.ts';
import { FactBook } from './fact-book.ts';
import { columnsOf } from './names.ts';
import type { TagBoard } from './tag-board.ts';

/** A judged image: its chain, what it stands on, and layers worth remembering. */
export interface Judgement {
  readonly lineage: Lineage;
  readonly inputs: JudgedImage['inputs'];
  readonly stacks: readonly LayerStack[];
  /** What the look at the image itself failed with, where it did. */
  readonly error: unknown;
}

export interface JudgeOptions {
  /** Ask again for content that was absent a while ago. */
  readonly thorough?: boolean;
  /** Name newer tags: one request more for each base repository. */
  readonly wantNewerTags?: boolean;
}

/** A chain of sixteen links with provenance at each takes fewer passes than this. */
const MAX_PASSES = 400;

/** Judges an image: passes over the facts, fetching between them what the pass before said it needs. */
export async function judgeImage(
  context: FleetContext,
  reference: Reference,
  board: TagBoard,
  options: JudgeOptions = {},
): Promise<Judgement> {
  const book = new FactBook(context, board, { trustAbsences: options.thorough !== true });
  const now = context.clock().toISOString();
  let recalled = false;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const resolution = resolveLineage(reference, book, now, {
      wantNewerTags: options.wantNewerTags === true,
    });
    const more = await book.answerBeneath();
    if (resolution.kind === 'needs') {
      await book.fetch(resolution.needs);
      continue;
    }
    if (more) continue;
    const lineage = resolution.value;
    if (!recalled && (await recallPasts(book, lineage))) {
      recalled = true;
      continue;
    }
    return {
      lineage,
      inputs: book.inputs(),
      stacks: stacksOf(book, lineage),
      error: book.errorOf(reference),
    };
  }
  throw new Error(`judging ${formatReference(reference)} did not come to an end`);
}

/**
 * Where a claim is not proven, digests its base's tag had before may prove it; where the base moved, they tell
 * when. True where any were read.
 */
async function recallPasts(book: FactBook, lineage: Lineage): Promise<boolean> {
  const names = lineage.links.flatMap(({ base }) => (base?.name && hasPast(base) ? [base.name] : []));
  const pasts = await Promise.all(names.map((name) => book.recallPast(parseReference(name))));
  return pasts.includes(true);
}

function hasPast({ verification, platforms }: BaseVerdict): boolean {
  return !isVerified(verification) || platforms.some(({ freshness }) => isStale(freshness));
}

/** The layers of every named image of the chain, for finding what others without a claim stand on. */
function stacksOf(book: FactBook, lineage: Lineage): LayerStack[] {
  return lineage.links.flatMap((link) => {
    const reference = parseReference(link.reference);
    if (reference.tag === undefined) return [];
    return link.platforms.flatMap(({ platform, digest }): LayerStack[] => {
      const diffIds = book.diffIdsOf(reference, digest);
      return diffIds === undefined ? [] : [{ reference: link.reference, platform, digest, diffIds }];
    });
  });
}

/** A judgement as it is stored for a tracked image. */
export function toStored(imageId: string, { lineage, inputs }: Judgement, checkedAt: Date): JudgedImage {
  const { checkedAt: _, ...content } = lineage;
  const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { imageId, lineage, fingerprint, ...columnsOf(lineage), checkedAt, inputs };
}
