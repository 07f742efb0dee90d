import { STATUSES, type Status, TROUBLE, WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';

/** What a badge says: a status for its look, and a few words. */
export interface Badge {
  readonly status: Status;
  readonly message: string;
}

/** `flat` has round corners, `flat-square` none; the names are shields.io's. */
export const BADGE_STYLE = ['flat', 'flat-square'] as const;
export type BadgeStyle = (typeof BADGE_STYLE)[number];

/** What is said of whatever is not public, not tracked, or no reference at all: they cannot be told apart. */
export const UNKNOWN_BADGE: Badge = { status: 'unknown', message: 'unknown' };

/** What stands before the message unless its reader asks for other words. */
const BADGE_LABEL = 'base';
/** Longer labels are cut: a badge is drawn for whoever asks. Counts code points. */
const MAX_LABEL = 40;

const DAY_MS = 86_400_000;

/** An image's badge; `behindSince` is when its base was first seen to have moved on. */
export function imageBadge(status: Status, behindSince: Date | null, now: Date): Badge {
  if (status !== 'stale' || behindSince === null) return { status, message: wordOf(status) };
  const days = Math.floor((now.getTime() - behindSince.getTime()) / DAY_MS);
  if (days < 1) return { status, message: 'less than a day behind' };
  return { status, message: `${days.toLocaleString('en')} day${days === 1 ? '' : 's'} behind` };
}

/** Statuses of images with which nothing is wrong: the fresh ones first, then what matters most. Roots are apart. */
const CALM = WORST_FIRST.filter((status) => !STATUSES[status].trouble && status !== 'root').toSorted(
  (a, b) => Number(isFresh(b)) - Number(isFresh(a)),
);

function isFresh(status: Status): boolean {
  return STATUSES[status].band === 'fresh';
}

function wordOf(status: Status): string {
  return STATUSES[status].word.toLowerCase();
}

/**
 * A fleet's badge, from how many images have each status: what is wrong and of how many, or that nothing is. Roots
 * stand on nothing, and count only where there is nothing else. None at all is {@link UNKNOWN_BADGE}.
 */
export function fleetBadge(counts: ReadonlyMap<Status, number>): Badge {
  const of = (statuses: readonly Status[]) => statuses.filter((status) => (counts.get(status) ?? 0) > 0);
  const told = (statuses: readonly Status[]) =>
    statuses
      .map((status) => `${(counts.get(status) ?? 0).toLocaleString('en')} ${wordOf(status)}`)
      .join(', ');
  const trouble = of(TROUBLE);
  const calm = of(CALM);
  const total = [...trouble, ...calm].reduce((sum, status) => sum + (counts.get(status) ?? 0), 0);
  const [worst] = trouble;
  if (worst !== undefined) {
    return { status: worst, message: `${told(trouble)} of ${total.toLocaleString('en')}` };
  }
  const [best] = calm;
  if (best !== undefined) {
    const unsure = calm.find((status) => STATUSES[status].band === 'unknown');
    return { status: unsure ?? best, message: told(calm) };
  }
  return of(['root']).length > 0 ? { status: 'root', message: told(['root']) } : UNKNOWN_BADGE;
}

/** A badge as shields.io draws it from an endpoint, https://shields.io/badges/endpoint-badge. */
export function shieldsBadge({ status, message }: Badge, askedLabel: string | null) {
  const label = badgeLabel(askedLabel);
  return { schemaVersion: 1, label, message, color: STATUSES[status].shields } as const;
}

/**
 * A label as its reader asked for it, on one line of at most 40 characters: control characters, and those that turn
 * the direction of text, are taken out. An empty one, or none, is `base`.
 */
export function badgeLabel(asked: string | null): string {
  const line = (asked ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  if (characters.length === 0) return BADGE_LABEL;
  return characters.length <= MAX_LABEL ? line : `${characters.slice(0, MAX_LABEL - 1).join('')}…`;
}
