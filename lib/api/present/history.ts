import type { WhatChanged } from '#lib/fleet/history/fleet-changes.ts';
import { describeFinding } from '#lib/lineage/words/described-lineage.ts';
import type { Change } from '#lib/store/history/changes.ts';
import type { StatusCounts } from '#lib/store/history/status-trend.ts';
import type { ChangePageView, ChangeView, TrendView } from '../contract/images/history.ts';

/** A trend in the contract's format. */
export function presentTrend(points: readonly StatusCounts[]): TrendView {
  return { points: points.map(({ at, counts }) => ({ at: at.toISOString(), counts })) };
}

/** Changes in the contract's format. */
export function presentChanges({ from, to, items, nextCursor, totals }: WhatChanged): ChangePageView {
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    items: items.map(presentChange),
    nextCursor,
    totals: { ...totals, became: [...totals.became] },
  };
}

function presentChange(change: Change): ChangeView {
  const at = change.at.toISOString();
  if (change.kind !== 'status') return { ...change, at };
  const { finding, lastKnown, ...facts } = change;
  return { ...facts, at, ...describeFinding({ finding, lastKnown }) };
}
