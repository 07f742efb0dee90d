import type { BaseView } from '#lib/api/contract/images/bases.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** Who is based on a base, in a sentence: "9 images are directly based on it, 7 of them stale. 3 more through others." */
export function dependentsSentence({ direct, through }: Pick<BaseView, 'direct' | 'through'>): string {
  if (direct.total === 0 && through.total === 0) return 'No tracked image is based on it.';
  const stale = direct.byStatus.stale ?? 0;
  const share =
    stale === 0
      ? ''
      : stale === direct.total
        ? ', all stale'
        : `, ${stale.toLocaleString('en')} of them stale`;
  const verb = (count: number) => (count === 1 ? 'is' : 'are');
  if (direct.total === 0)
    return `${counted(through.total, 'image')} ${verb(through.total)} based on it through other bases.`;
  const first = `${counted(direct.total, 'image')} ${verb(direct.total)} directly based on it${share}.`;
  if (through.total === 0) return first;
  return `${first} ${through.total.toLocaleString('en')} more through other bases.`;
}
