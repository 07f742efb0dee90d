import type { WithClock } from './capabilities.ts';

/** A requested time has no answer; `field` is the parameter's name. */
export class TimeRequestError extends Error {
  override name = 'TimeRequestError';
  readonly field: string;
  constructor(message: string, field: string) {
    super(message);
    this.field = field;
  }
}

/** Returns a moment that is not in the future. Throws {@link TimeRequestError} for one that is. */
export function pastMoment<T extends Date | undefined>({ clock }: WithClock, moment: T, field: string): T {
  const now = clock();
  if (moment === undefined || moment <= now) return moment;
  throw new TimeRequestError(
    `${field} is ${moment.toISOString()}, which is in the future: it is ${now.toISOString()} now. Give a time in the past.`,
    field,
  );
}

/** Checks that two moments are in the past, the first before the second. Throws {@link TimeRequestError}. */
export function pastSpan(context: WithClock, from: Date | undefined, to: Date | undefined): void {
  pastMoment(context, from, 'from');
  pastMoment(context, to, 'to');
  if (from === undefined || from < (to ?? context.clock())) return;
  throw new TimeRequestError(
    `from is ${from.toISOString()}, which is not before ${to === undefined ? 'now' : `to, ${to.toISOString()}`}: give the earlier time as from.`,
    'from',
  );
}
