import type { ChangePageView, ChangeView } from '#lib/api/contract/images/history.ts';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

type Totals = ChangePageView['totals'];

/** The changes of one base, or of the images without a base. */
export interface ChangeGroup {
  /** The base that the images have after the changes; null for none. */
  readonly base: string | null;
  /** When its own tag moved, newest first. */
  readonly moves: readonly Extract<ChangeView, { kind: 'base' }>[];
  /** How many images on it changed to which status, on all pages; the most first. */
  readonly became: readonly { readonly status: StatusView; readonly images: number }[];
  /** Newest first, as far as they are loaded. */
  readonly changes: readonly Extract<ChangeView, { kind: 'status' }>[];
}

/** Changes grouped by base, and the changes that have no base. */
interface GroupedChanges {
  readonly groups: readonly ChangeGroup[];
  readonly digests: readonly Extract<ChangeView, { kind: 'digest' }>[];
  readonly trackedAndUntracked: readonly Extract<ChangeView, { kind: 'tracked' | 'forgotten' }>[];
}

/** Groups changes by base: the base with most changed images first, bases that only moved last. */
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
    trackedAndUntracked: items.filter((item) => item.kind === 'tracked' || item.kind === 'forgotten'),
  };
}

function weight({ became, moves }: ChangeGroup): number {
  return became.reduce((sum, { images }) => sum + images, 0) + (moves.length > 0 ? 0.5 : 0);
}

const BECAME: Readonly<Record<StatusView, string>> = {
  'up-to-date': 'became up to date',
  stale: 'went stale',
  'stale-by-ancestor': 'went stale below',
  broken: 'broke',
  unknown: 'became unknown',
  pinned: 'became pinned',
  root: 'became roots',
  pending: 'are being checked',
};

/** "9 went stale, 2 became up to date"; empty if no status changed. */
export function becameWords(became: ChangeGroup['became']): string {
  return became.map(({ status, images }) => `${images.toLocaleString('en')} ${BECAME[status]}`).join(', ');
}

/** All changes in a sentence: "9 went stale, 2 became up to date; 1 base and 3 tags moved; 4 tracked." */
export function totalWords({ became, bases, digests, tracked, forgotten }: Totals): string {
  const byStatus = new Map<StatusView, number>();
  for (const { status, images } of became) byStatus.set(status, (byStatus.get(status) ?? 0) + images);
  const moved = [
    ...(bases > 0 ? [counted(bases, 'base')] : []),
    ...(digests > 0 ? [counted(digests, 'tag')] : []),
  ];
  const tracking = [
    ...(tracked > 0 ? [`${tracked.toLocaleString('en')} tracked`] : []),
    ...(forgotten > 0 ? [`${forgotten.toLocaleString('en')} untracked`] : []),
  ];
  const parts = [
    becameWords([...byStatus].map(([status, images]) => ({ status, images }))),
    moved.length > 0 ? `${moved.join(' and ')} moved` : '',
    tracking.join(', '),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing changed.' : `${parts.join('; ')}.`;
}
