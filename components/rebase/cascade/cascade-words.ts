import type { CascadeItemState, CascadeView } from '#lib/api/contract/cascades.ts';
import { counted, familiarName, listed } from '#lib/lineage/words/counts-and-names.ts';

type Counts = CascadeView['counts'];

/** In which order the states are told. */
const ORDER: readonly (readonly [CascadeItemState, string])[] = [
  ['succeeded', 'done'],
  ['running', 'running'],
  ['waiting', 'waiting'],
  ['planned', 'planned'],
  ['no-op', 'current already'],
  ['refused', 'refused'],
  ['failed', 'failed'],
  ['conflict', 'in conflict'],
  ['skipped', 'left as they are'],
];

/** How a cascade's images fare: "12 done, 3 waiting and 1 refused". */
export function countWords(counts: Counts): string {
  return listed(ORDER.flatMap(([state, word]) => (counts[state] ? [`${counts[state]} ${word}`] : [])));
}

/** What a cascade will do, in one sentence. */
export function cascadeSentence({ reference, items, counts }: CascadeView): string {
  const planned = (counts.planned ?? 0) + (counts.waiting ?? 0);
  const waves = new Set(items.map(({ wave }) => wave)).size;
  const rest = items.length - planned;
  const others = rest === 0 ? '' : ` ${counted(rest, 'image')} will not be: each says why.`;
  if (planned === 0)
    return `Of what stands on \`${familiarName(reference)}\`, nothing is to be rebased.${others}`;
  return `${counted(planned, 'image')} on \`${familiarName(reference)}\` will be rebased in ${counted(waves, 'wave')}, each on what was pushed before.${others}`;
}
