import { readTagSchedule, type ScheduledTag } from '#lib/store/tags/tag-schedule.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { tierSentence } from './tier-words.ts';

/** A tag that an image depends on, with a sentence about how often it is requested. */
export interface ImageTag extends ScheduledTag {
  readonly reason: string;
}

/** When each tag that an image's verdict depends on is requested, and why: its own first. */
export async function getImageSchedule(
  { db, clock }: WithDatabase & WithClock,
  imageId: string,
): Promise<ImageTag[]> {
  const now = clock();
  return (await readTagSchedule(db, imageId)).map((tag) => ({ ...tag, reason: tierSentence(tag, now) }));
}
