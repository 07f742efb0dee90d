import { createHash } from 'node:crypto';
import type { Judgement } from '#lib/judging/judge-image.ts';
import type { JudgedImage } from '#lib/store/verdicts.ts';
import { columnsOf } from './names.ts';

/** A judgement as it is stored for a tracked image. */
export function toStored(imageId: string, { lineage, inputs }: Judgement, checkedAt: Date): JudgedImage {
  const { checkedAt: _, ...content } = lineage;
  const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { imageId, lineage, fingerprint, ...columnsOf(lineage), checkedAt, inputs };
}
