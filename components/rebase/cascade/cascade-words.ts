import type { CascadeView } from '#lib/api/contract/cascades.ts';
import { counted, familiarName, listed } from '#lib/lineage/words/counts-and-names.ts';
import { CASCADE_ITEM_STATE, CASCADE_ITEM_STATES } from '#lib/rebase/states.ts';

type Counts = CascadeView['counts'];

/** How a cascade's images fare: "12 done, 3 waiting and 1 refused". */
export function countWords(counts: Counts): string {
  return listed(
    CASCADE_ITEM_STATE.flatMap((state) =>
      counts[state] ? [`${counts[state]} ${CASCADE_ITEM_STATES[state].counted}`] : [],
    ),
  );
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
