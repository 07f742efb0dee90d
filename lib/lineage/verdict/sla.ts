import type { Status } from '../vocabulary/status.ts';

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

/** The statuses that have an age. */
export const AGEING = ['stale', 'stale-by-ancestor'] as const satisfies readonly Status[];
/** The statuses of which it is not known whether the image is stale. */
export const UNDATED = ['broken', 'unknown', 'pending'] as const satisfies readonly Status[];

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
  if ((UNDATED as readonly Status[]).includes(status)) return 'not-known';
  if (!(AGEING as readonly Status[]).includes(status)) return 'within';
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
