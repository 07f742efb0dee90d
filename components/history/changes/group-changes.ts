import type { ChangePageView, ChangeView } from '#lib/api/contract/images/history.ts';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import { STATUSES } from '#lib/lineage/vocabulary/status.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

type Totals = ChangePageView['totals'];

/** What changed on one base, or on none. */
export interface ChangeGroup {
  /** The base that the images stand on now; null for those without one. */
  readonly base: string | null;
  /** When its own tag moved, newest first. */
  readonly moves: readonly Extract<ChangeView, { kind: 'base' }>[];
  /** What became of images on it, of all pages: the most first. */
  readonly became: readonly { readonly status: StatusView; readonly images: number }[];
  /** Newest first, as far as they were fetched. */
  readonly changes: readonly Extract<ChangeView, { kind: 'status' }>[];
}

/** What changed, put together: by base what it led to, and what images did by themselves. */
export interface GroupedChanges {
  readonly groups: readonly ChangeGroup[];
  readonly digests: readonly Extract<ChangeView, { kind: 'digest' }>[];
  readonly cameAndWent: readonly Extract<ChangeView, { kind: 'tracked' | 'forgotten' }>[];
}

/** Puts changes together by base; the base under which most images changed first, those that only moved last. */
export function groupChanges(items: readonly ChangeView[], { became }: Totals): GroupedChanges {
  const statuses = Map.groupBy(
    items.filter((item) => item.kind === 'status'),
    ({ baseName }) => baseName,
  );
  const moves = Map.groupBy(
    items.filter((item) => item.kind === 'base'),
    ({ reference }) => reference,
  );
  const counts = Map.groupBy(became, ({ baseName }) => baseName);
  const names = new Set<string | null>([...counts.keys(), ...moves.keys(), ...statuses.keys()]);
  const groups = [...names].map(
    (base): ChangeGroup => ({
      base,
      moves: (base === null ? undefined : moves.get(base)) ?? [],
      became: counts.get(base) ?? [],
      changes: statuses.get(base) ?? [],
    }),
  );
  return {
    groups: groups.toSorted(
      (a, b) => weight(b) - weight(a) || (a.base ?? '').localeCompare(b.base ?? '', 'en'),
    ),
    digests: items.filter((item) => item.kind === 'digest'),
    cameAndWent: items.filter((item) => item.kind === 'tracked' || item.kind === 'forgotten'),
  };
}

function weight({ became, moves }: ChangeGroup): number {
  return became.reduce((sum, { images }) => sum + images, 0) + (moves.length > 0 ? 0.5 : 0);
}

/** "9 went stale, 2 became current"; empty where nothing became anything. */
export function becameWords(became: ChangeGroup['became']): string {
  return became
    .map(({ status, images }) => `${images.toLocaleString('en')} ${STATUSES[status].became}`)
    .join(', ');
}

/** Everything in a sentence: "9 went stale, 2 became current; 1 base and 3 tags moved; 4 tracked." */
export function totalWords({ became, bases, digests, tracked, forgotten }: Totals): string {
  const byStatus = new Map<StatusView, number>();
  for (const { status, images } of became) byStatus.set(status, (byStatus.get(status) ?? 0) + images);
  const moved = [
    ...(bases > 0 ? [counted(bases, 'base')] : []),
    ...(digests > 0 ? [counted(digests, 'tag')] : []),
  ];
  const came = [
    ...(tracked > 0 ? [`${tracked.toLocaleString('en')} newly tracked`] : []),
    ...(forgotten > 0 ? [`${forgotten.toLocaleString('en')} no longer tracked`] : []),
  ];
  const parts = [
    becameWords([...byStatus].map(([status, images]) => ({ status, images }))),
    moved.length > 0 ? `${moved.join(' and ')} moved` : '',
    came.join(', '),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing changed.' : `${parts.join('; ')}.`;
}
