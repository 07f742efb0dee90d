import type { CascadeItemState, CascadeView } from '#lib/api/contract/cascades.ts';
import { counted, familiarName, listed } from '#lib/lineage/words/counts-and-names.ts';

type Counts = CascadeView['counts'];

/** The states in the order of the sentence. */
const ORDER: readonly (readonly [CascadeItemState, string])[] = [
  ['succeeded', 'done'],
  ['running', 'running'],
  ['waiting', 'waiting'],
  ['planned', 'planned'],
  ['no-op', 'already up to date'],
  ['refused', 'refused'],
  ['failed', 'failed'],
  ['conflict', 'in conflict'],
  ['skipped', 'skipped'],
];

/** The states of a cascade's images: "12 done, 3 waiting and 1 refused". */
export function countWords(counts: Counts): string {
  return listed(ORDER.flatMap(([state, word]) => (counts[state] ? [`${counts[state]} ${word}`] : [])));
}

/** What a cascade will do, in one sentence. */
export function cascadeSentence({ reference, items, counts }: CascadeView): string {
  const planned = (counts.planned ?? 0) + (counts.waiting ?? 0);
  const waves = new Set(items.map(({ wave }) => wave)).size;
  const rest = items.length - planned;
  const others =
    rest === 0
      ? ''
      : ` ${counted(rest, 'image')} ${rest === 1 ? 'is' : 'are'} left out; ${rest === 1 ? 'its row says' : 'their rows say'} why.`;
  if (planned === 0) return `No image based on \`${familiarName(reference)}\` will be rebased.${others}`;
  return `${counted(planned, 'image')} on \`${familiarName(reference)}\` will be rebased in ${counted(waves, 'wave')}, each on the images pushed before.${others}`;
}
