import { STATUS, type Status } from '../vocabulary/status.ts';

/** The limit that an operator sets: how many days an image may be stale. */
export interface Sla {
  readonly staleDays: number;
}

/** How many images are over the limit, and of how many it cannot be said. */
export interface SlaCounts extends Sla {
  /** Stale for longer than the limit. */
  readonly overdue: number;
  /** Broken, not checked, or stale since a time that is not known: never counted as within the limit. */
  readonly notKnown: number;
}

/** What an image is measured by. */
export interface SlaFacts {
  readonly status: Status;
  /** When its base was first seen to have moved. */
  readonly behindSince: string | Date | null;
}

const DAY_MS = 24 * 3600 * 1000;

/** How a status counts: by its age, always within the limit, or as not known to be within it. */
const COUNTS_AS: Readonly<Record<Status, 'its-age' | 'within' | 'not-known'>> = {
  'up-to-date': 'within',
  stale: 'its-age',
  'stale-by-ancestor': 'its-age',
  broken: 'not-known',
  unknown: 'not-known',
  pinned: 'within',
  root: 'within',
  pending: 'not-known',
};

/** The statuses that have an age. */
export const AGEING: readonly Status[] = STATUS.filter((status) => COUNTS_AS[status] === 'its-age');
/** The statuses of which it is not known whether the image is stale. */
export const UNDATED: readonly Status[] = STATUS.filter((status) => COUNTS_AS[status] === 'not-known');

/** The time before which an image that is stale since then is over the limit. */
export function slaCutoff({ staleDays }: Sla, now: Date): Date {
  return new Date(now.getTime() - staleDays * DAY_MS);
}

/** Whether an image is stale for longer than the limit; `not-known` is never within it. */
export function slaStateOf(
  { status, behindSince }: SlaFacts,
  sla: Sla,
  now: Date,
): 'overdue' | 'within' | 'not-known' {
  const counted = COUNTS_AS[status];
  if (counted !== 'its-age') return counted;
  if (behindSince === null) return 'not-known';
  return new Date(behindSince) < slaCutoff(sla, now) ? 'overdue' : 'within';
}

/** The images over the limit, and those of which it is not known. */
export function countSla(images: readonly SlaFacts[], sla: Sla, now: Date): SlaCounts {
  const states = images.map((image) => slaStateOf(image, sla, now));
  return {
    ...sla,
    overdue: states.filter((state) => state === 'overdue').length,
    notKnown: states.filter((state) => state === 'not-known').length,
  };
}
