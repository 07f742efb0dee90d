import { createHash } from 'node:crypto';
import type { Judgement } from '#lib/judging/judge-image.ts';
import { troubleOf } from '#lib/judging/trouble.ts';
import type { Lineage } from '#lib/lineage/lineage.ts';
import { retainKnown, type VerdictBefore } from '#lib/lineage/retain.ts';
import type { Database } from '#lib/store/database.ts';
import { keysBeneath } from '#lib/store/layer-stacks.ts';
import { type JudgedImage, readCurrentVerdicts } from '#lib/store/verdicts.ts';
import { columnsOf } from './names.ts';

/** A judgement of a tracked image, to be stored. */
export interface FreshJudgement {
  readonly id: string;
  readonly judgement: Judgement;
}

/** Judgements as they are stored: what they could not look at is kept as it was known before. */
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
  return judged.map(({ id, judgement }) => storedAs(id, judgement, checkedAt, before.get(id)));
}

function storedAs(
  imageId: string,
  judgement: Judgement,
  checkedAt: Date,
  before: VerdictBefore | undefined,
): JudgedImage {
  const lineage = retainKnown(judgement.lineage, troubleOf(judgement), before);
  const { inputs, questions } = judgement;
  const askedStacks = [...new Set(questions.flatMap(({ diffIds }) => keysBeneath(diffIds)))];
  const fingerprint = fingerprintOf(lineage);
  return { imageId, lineage, fingerprint, ...columnsOf(lineage), checkedAt, inputs, askedStacks };
}

/**
 * A hash of what a verdict says, its time apart. While an image cannot be checked that is one verdict, however its
 * trouble is worded by each scan and however much of the chain each could see: an outage is one row of the history.
 */
function fingerprintOf(lineage: Lineage): string {
  const { checkedAt: _, ...content } = lineage;
  const { unreachable, digest, lastKnown } = lineage;
  const told = unreachable === undefined ? content : [unreachable.since, digest, lastKnown?.checkedAt];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}
