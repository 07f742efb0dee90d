import type { z } from 'zod';
import type { CascadeItemView, CascadeView, cascadeAction } from '#lib/api/contract/cascades.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

export type CascadeAction = z.infer<typeof cascadeAction>;

/** A button of a cascade. */
export interface CascadeButton {
  readonly action: CascadeAction;
  readonly words: string;
  readonly variant: 'primary' | 'plain' | 'danger';
}

/** What can be done with a cascade in its state. */
export function cascadeActions({
  state,
  counts,
  pushRefusal,
}: Pick<CascadeView, 'state' | 'counts' | 'pushRefusal'>): CascadeButton[] {
  const stop = { action: 'stop', words: 'Stop', variant: 'danger' } as const;
  const planned = counts.planned ?? 0;
  if (state === 'planned' && planned > 0 && pushRefusal === null) {
    return [{ action: 'start', words: `Rebase ${counted(planned, 'image')}`, variant: 'primary' }];
  }
  if (state === 'running') return [{ action: 'pause', words: 'Pause', variant: 'plain' }, stop];
  if (state === 'paused') return [{ action: 'resume', words: 'Resume', variant: 'primary' }, stop];
  return [];
}

/** How many images of a cascade are finished, whatever their outcome. */
export function finishedCount({ items, counts }: Pick<CascadeView, 'items' | 'counts'>): number {
  return items.length - (counts.planned ?? 0) - (counts.waiting ?? 0) - (counts.running ?? 0);
}

/** A cascade's images by wave, the first wave first. */
export function wavesOf(items: readonly CascadeItemView[]): [wave: number, items: CascadeItemView[]][] {
  return [...Map.groupBy(items, ({ wave }) => wave)].sort(([a], [b]) => a - b);
}
