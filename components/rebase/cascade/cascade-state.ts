import type { CascadeItemView, CascadeView } from '#lib/api/contract/cascades.ts';
import { type CascadeAction, type CascadeItemState, isOverItem } from '#lib/rebase/states.ts';

/** A button of a cascade that has started. */
export interface CascadeButton {
  readonly action: Exclude<CascadeAction, 'start'>;
  readonly words: string;
  readonly variant: 'primary' | 'plain' | 'danger';
}

/** Whether a planned cascade can be started here. */
export function canStart({
  state,
  counts,
  pushRefusal,
}: Pick<CascadeView, 'state' | 'counts' | 'pushRefusal'>) {
  return state === 'planned' && (counts.planned ?? 0) > 0 && pushRefusal === null;
}

/** What can be done with a started cascade in its state. */
export function cascadeActions({ state }: Pick<CascadeView, 'state'>): CascadeButton[] {
  const stop = { action: 'stop', words: 'Stop', variant: 'danger' } as const;
  if (state === 'running') return [{ action: 'pause', words: 'Pause', variant: 'plain' }, stop];
  if (state === 'paused') return [{ action: 'resume', words: 'Resume', variant: 'primary' }, stop];
  return [];
}

/** The button that starts a cascade: "Rebase 5 images", "Rebase 1 image first", "Move 5 tags back". */
export function startWords({ kind, counts }: Pick<CascadeView, 'kind' | 'counts'>, first: boolean): string {
  const count = first ? 1 : (counts.planned ?? 0);
  const noun = kind === 'rollback' ? 'tag' : 'image';
  const what = `${count} ${noun}${count === 1 ? '' : 's'}`;
  return `${kind === 'rollback' ? `Move ${what} back` : `Rebase ${what}`}${first ? ' first' : ''}`;
}

/** The image that ran alone first, if the cascade is paused after it. */
export function pausedAfter({ state, canary, items }: CascadeView): CascadeItemView | undefined {
  if (state !== 'paused') return undefined;
  return items.find((item) => item.reference === canary && isOverItem(item.state));
}

/** Whether what is ticked differs from what is left out of the plan: then it has to be planned again. */
export function isEdited({
  chosen,
  excluded,
}: {
  chosen: ReadonlySet<string>;
  excluded: readonly string[];
}): boolean {
  return chosen.size !== excluded.length || excluded.some((name) => !chosen.has(name));
}

/** A part of a cascade's list. */
export interface ItemSection {
  readonly title: string;
  readonly items: readonly CascadeItemView[];
}

const STATES: readonly (readonly [title: string, states: readonly CascadeItemState[]])[] = [
  ['Needs attention', ['failed', 'conflict', 'refused']],
  ['Running', ['running']],
  ['Waiting', ['waiting', 'planned']],
  ['Done', ['succeeded']],
  ['Left out', ['skipped']],
];

/** A cascade's images in parts: by wave before it starts, afterwards by state, failures first. No-ops are apart. */
export function sectionsOf({ state, items }: Pick<CascadeView, 'state' | 'items'>): {
  readonly sections: readonly ItemSection[];
  readonly noOps: readonly CascadeItemView[];
} {
  const noOps = items.filter((item) => item.state === 'no-op');
  const rest = items.filter((item) => item.state !== 'no-op');
  const sections =
    state === 'planned'
      ? [...Map.groupBy(rest, ({ wave }) => wave)]
          .sort(([a], [b]) => a - b)
          .map(([wave, members]) => ({ title: `Wave ${wave + 1}`, items: members }))
      : STATES.map(([title, states]) => ({
          title,
          items: rest.filter((item) => states.includes(item.state)),
        }));
  return { sections: sections.filter((section) => section.items.length > 0), noOps };
}
