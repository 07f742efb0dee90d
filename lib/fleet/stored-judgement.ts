import { createHash } from 'node:crypto';
import type { Judgement } from '#lib/judging/judge-image.ts';
import { keysBeneath } from '#lib/store/layer-stacks.ts';
import type { JudgedImage } from '#lib/store/verdicts.ts';
import { columnsOf } from './names.ts';

/** A judgement, of the look with this number, as it is stored for a tracked image. */
export function toStored(
  imageId: string,
  { lineage, inputs, questions }: Pick<Judgement, 'lineage' | 'inputs' | 'questions'>,
  checkedAt: Date,
  look: number,
): JudgedImage {
  const { checkedAt: _, ...content } = lineage;
  const askedStacks = [...new Set(questions.flatMap(({ diffIds }) => keysBeneath(diffIds)))];
  const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { imageId, lineage, fingerprint, ...columnsOf(lineage), checkedAt, look, inputs, askedStacks };
}
