import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** How many images a filter's badge counts: only the public ones. */
export function publicWords(total: number, isPublic: number): string {
  const counts =
    isPublic === total
      ? `all ${counted(total, 'image')} that match this filter.`
      : `${isPublic.toLocaleString('en')} of ${counted(total, 'image')} that match this filter.`;
  return `The badge counts only public images: ${counts}${isPublic === 0 ? ' Until then it shows “unknown”.' : ''}`;
}

/** The button that makes the other images public: "Make all 12 public". */
export function publishWords(total: number, isPublic: number): string {
  const others = total - isPublic;
  if (isPublic > 0) return `Make the other ${others.toLocaleString('en')} public`;
  return others === 1 ? 'Make it public' : `Make all ${others.toLocaleString('en')} public`;
}
