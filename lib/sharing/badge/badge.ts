import { type Sla, type SlaCounts, slaStateOf } from '#lib/lineage/verdict/sla.ts';
import { STATUSES, type Status, TROUBLE, WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';

/** A badge: a status, which sets its colour and icon, and a short message. */
export interface Badge {
  readonly status: Status;
  readonly message: string;
}

/** `flat` has round corners, `flat-square` none; the names are shields.io's. */
export const BADGE_STYLE = ['flat', 'flat-square'] as const;
export type BadgeStyle = (typeof BADGE_STYLE)[number];

/** The badge of images that are not public or not tracked, and of invalid references, so that it reveals nothing. */
export const UNKNOWN_BADGE: Badge = { status: 'unknown', message: 'unknown' };

/** The default label, left of the message. */
const BADGE_LABEL = 'base';
/** In code points. Longer labels are cut, because anyone may request a badge with any label. */
const MAX_LABEL = 40;

const DAY_MS = 86_400_000;

/** An image's badge; `behindSince` is when its base was first seen to have moved, `sla` the operator's limit. */
export function imageBadge(status: Status, behindSince: Date | null, now: Date, sla?: Sla): Badge {
  if (status !== 'stale' || behindSince === null) return { status, message: wordOf(status) };
  const days = Math.floor((now.getTime() - behindSince.getTime()) / DAY_MS);
  if (days < 1) return { status, message: 'less than a day behind' };
  const message = `${days.toLocaleString('en')} day${days === 1 ? '' : 's'} behind`;
  const over = sla !== undefined && slaStateOf({ status, behindSince }, sla, now) === 'overdue';
  return { status, message: over ? `${message}, limit ${sla.staleDays}` : message };
}

/** Statuses without a problem, fresh ones first, then the most important. Root is excluded. */
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
 * A fleet's badge, from the number of images with each status: the problems and the total, or that there are none.
 * Of stale images it says how many are over the operator's limit. Roots have no base and count only if there are no
 * other images. Without images it is {@link UNKNOWN_BADGE}.
 */
export function fleetBadge(
  counts: ReadonlyMap<Status, number>,
  sla?: Pick<SlaCounts, 'staleDays' | 'overdue'>,
): Badge {
  const present = (statuses: readonly Status[]) => statuses.filter((status) => (counts.get(status) ?? 0) > 0);
  const words = (statuses: readonly Status[]) =>
    statuses
      .map((status) => `${(counts.get(status) ?? 0).toLocaleString('en')} ${wordOf(status)}`)
      .join(', ');
  const trouble = present(TROUBLE);
  const calm = present(CALM);
  const total = [...trouble, ...calm].reduce((sum, status) => sum + (counts.get(status) ?? 0), 0);
  const [worst] = trouble;
  if (worst !== undefined) {
    return { status: worst, message: `${words(trouble)}${overWords(sla)} of ${total.toLocaleString('en')}` };
  }
  const [best] = calm;
  if (best !== undefined) {
    const unsure = calm.find((status) => STATUSES[status].band === 'unknown');
    return { status: unsure ?? best, message: words(calm) };
  }
  return present(['root']).length > 0 ? { status: 'root', message: words(['root']) } : UNKNOWN_BADGE;
}

/** " (2 over 30 days)" after the statuses; empty if no image is over the limit, or none is set. */
function overWords(sla: Pick<SlaCounts, 'staleDays' | 'overdue'> | undefined): string {
  if (sla === undefined || sla.overdue === 0) return '';
  return ` (${sla.overdue.toLocaleString('en')} over ${sla.staleDays} days)`;
}

/** A badge in the JSON schema of shields.io endpoints, https://shields.io/badges/endpoint-badge. */
export function shieldsBadge({ status, message }: Badge, requestedLabel: string | null) {
  const label = badgeLabel(requestedLabel);
  return { schemaVersion: 1, label, message, color: STATUSES[status].shields } as const;
}

/**
 * The requested label on one line of at most 40 characters, without control characters and characters that change the
 * direction of text. If it is empty or missing, the label is `base`.
 */
export function badgeLabel(requested: string | null): string {
  const line = (requested ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  if (characters.length === 0) return BADGE_LABEL;
  return characters.length <= MAX_LABEL ? line : `${characters.slice(0, MAX_LABEL - 1).join('')}…`;
}
