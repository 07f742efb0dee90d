import type { CascadeHeadView, CascadeView } from '#lib/api/contract/cascades.ts';
import { counted, familiarName, listed } from '#lib/lineage/words/counts-and-names.ts';
import { spanBetween } from '#lib/lineage/words/time-words.ts';
import { CASCADE_ITEM_STATE, CASCADE_ITEM_STATES } from '#lib/rebase/states.ts';

type Counts = CascadeView['counts'];
type Kind = CascadeView['kind'];

/** The states of a cascade's images: "12 done, 3 waiting and 1 refused". */
export function countWords(counts: Counts, kind: Kind = 'rebase'): string {
  const words = (state: (typeof CASCADE_ITEM_STATE)[number]) =>
    kind === 'rollback' && state === 'no-op' ? 'already back' : CASCADE_ITEM_STATES[state].counted;
  return listed(
    CASCADE_ITEM_STATE.flatMap((state) => (counts[state] ? [`${counts[state]} ${words(state)}`] : [])),
  );
}

/** What a cascade is, before the names: "Rebase dependents of", "Rebase the chain from … to …". */
export function cascadeTitle({ kind, reference, to }: Pick<CascadeHeadView, 'kind' | 'reference' | 'to'>): {
  readonly words: string;
  readonly names: readonly string[];
} {
  if (kind === 'rollback') return { words: 'Undo the cascade from', names: [reference] };
  if (to !== null) return { words: 'Rebase the chain from', names: [reference, to] };
  return { words: 'Rebase dependents of', names: [reference] };
}

/** What a cascade will do, in one sentence. */
export function cascadeSentence(
  cascade: Pick<CascadeView, 'kind' | 'reference' | 'items' | 'counts'>,
): string {
  const { kind, reference, items, counts } = cascade;
  const isPlanned = ({ state }: (typeof items)[number]) => state === 'planned' || state === 'waiting';
  const planned = items.filter(isPlanned);
  const waves = new Set(planned.map(({ wave }) => wave)).size;
  const current = counts['no-op'] ?? 0;
  const rest = items.length - planned.length - current;
  const others = [
    current === 0
      ? ''
      : ` ${counted(current, 'image')} ${current === 1 ? 'is' : 'are'} ${kind === 'rollback' ? 'back' : 'up to date'} already.`,
    rest === 0
      ? ''
      : ` ${counted(rest, 'image')} ${rest === 1 ? 'is' : 'are'} left out; ${rest === 1 ? 'its row says' : 'their rows say'} why.`,
  ].join('');
  const name = familiarName(reference);
  if (kind === 'rollback') {
    if (planned.length === 0) return `No tag will move back.${others}`;
    const tags = planned.length === 1 ? '1 tag moves' : `${planned.length} tags move`;
    return `${tags} back to what the cascade from \`${name}\` found, images before their bases.${others}`;
  }
  if (planned.length === 0) return `No image based on \`${name}\` will be rebased.${others}`;
  return `${counted(planned.length, 'image')} on \`${name}\` will be rebased in ${counted(waves, 'wave')}, each on the images pushed before.${others}`;
}

/** What screen readers say of a running cascade: "Cascade running: 12 of 40 done, 2 failed". Empty before it starts. */
export function spokenCascade(
  { state, progress }: Pick<CascadeView, 'state' | 'progress'>,
  stateWord: string,
): string {
  if (state === 'planned') return '';
  // Times change too often to be spoken.
  const counts = progressWords({ ...progress, perMinute: null, remainingSeconds: null });
  return `Cascade ${stateWord.toLowerCase()}: ${counts}`;
}

/** How far a cascade is: "12 of 40 done, 2 failed · 6.5 per minute · about 4 min left". */
export function progressWords({
  total,
  done,
  failed,
  perMinute,
  remainingSeconds,
}: CascadeView['progress']): string {
  return [
    `${done} of ${total} done${failed === 0 ? '' : `, ${failed} failed`}`,
    ...(perMinute === null ? [] : [`${perMinute} per minute`]),
    ...(remainingSeconds === null ? [] : [`about ${spanBetween(0, remainingSeconds * 1000)} left`]),
  ].join(' · ');
}
