import { createHash } from 'node:crypto';
import { troubleOf } from '#lib/judging/check-failure.ts';
import type { Judgement } from '#lib/judging/judge-image.ts';
import { retainKnown } from '#lib/lineage/chain/keep-last-known.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Database } from '#lib/store/database/database.ts';
import { keysBeneath } from '#lib/store/registries/layer-stacks.ts';
import { type JudgedImage, readCurrentVerdicts } from '#lib/store/scans/verdicts.ts';
import { columnsOf } from './verdict-columns.ts';

/** A judgement of a tracked image, to be stored. */
export interface FreshJudgement {
  readonly id: string;
  readonly judgement: Judgement;
  /** The number of its oldest check. */
  readonly look: number;
}

/** Judgements as they are stored: what could not be read keeps its last known state. */
export async function toStored(
  db: Database,
  judged: readonly FreshJudgement[],
  checkedAt: Date,
): Promise<JudgedImage[]> {
  const troubled = judged.filter(({ judgement }) => troubleOf(judgement) !== undefined);
  const before = await readCurrentVerdicts(
    db,
    troubled.map(({ id }) => id),
  );
  return judged.map(({ id, judgement, look }) => {
    const lineage = retainKnown(judgement.lineage, troubleOf(judgement), before.get(id));
    return storedAs(id, { ...judgement, lineage }, checkedAt, look);
  });
}

/** A judgement as it is stored, with the number of its oldest check. */
export function storedAs(
  imageId: string,
  { lineage, inputs, questions }: Pick<Judgement, 'lineage' | 'inputs' | 'questions'>,
  checkedAt: Date,
  look: number,
): JudgedImage {
  const askedStacks = [...new Set(questions.flatMap(({ diffIds }) => keysBeneath(diffIds)))];
  const fingerprint = fingerprintOf(lineage);
  return { imageId, lineage, fingerprint, ...columnsOf(lineage), checkedAt, look, inputs, askedStacks };
}

/**
 * A hash of a verdict's content without its time. An outage is one row of the history: while an image cannot be
 * checked, different errors and different visible parts of the chain have the same hash.
 */
function fingerprintOf(lineage: Lineage): string {
  const { checkedAt: _, ...content } = lineage;
  const { unreachable, digest, lastKnown } = lineage;
  const told = unreachable === undefined ? content : [unreachable.since, digest, lastKnown?.checkedAt];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}
