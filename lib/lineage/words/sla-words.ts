import type { SlaCounts } from '../verdict/sla.ts';
import { counted } from './counts-and-names.ts';

/** "12 images are stale for more than 30 days. 4 more are not counted: …" */
export function slaSentence({ staleDays, overdue, notKnown }: SlaCounts): string {
  const limit = `stale for more than ${counted(staleDays, 'day')}`;
  const over =
    overdue === 0
      ? `No image is${notKnown === 0 ? '' : ' known to be'} ${limit}.`
      : `${counted(overdue, 'image')} ${overdue === 1 ? 'is' : 'are'} ${limit}.`;
  if (notKnown === 0) return over;
  const more = `${notKnown.toLocaleString('en')}${overdue === 0 ? '' : ' more'} ${notKnown === 1 ? 'is' : 'are'}`;
  return `${over} ${more} broken, not checked, or stale since a time that is not known.`;
}
