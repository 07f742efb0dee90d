import type { WithClock } from './capabilities.ts';

/** A time that was asked for cannot be answered for; `field` is the parameter's name. */
export class TimeRequestError extends Error {
  override name = 'TimeRequestError';
  readonly field: string;
  constructor(message: string, field: string) {
    super(message);
    this.field = field;
  }
}

/** A moment that is not to come, as it was given. Throws {@link TimeRequestError} for one that is. */
export function pastMoment<T extends Date | undefined>({ clock }: WithClock, moment: T, field: string): T {
  const now = clock();
  if (moment === undefined || moment <= now) return moment;
  throw new TimeRequestError(
    `${field} is ${moment.toISOString()}, which is still to come: it is ${now.toISOString()} now, and only what was can be told.`,
    field,
  );
}

/** Two moments that are not to come, the first before the second. Throws {@link TimeRequestError}. */
export function pastSpan(context: WithClock, from: Date | undefined, to: Date | undefined): void {
  pastMoment(context, from, 'from');
  pastMoment(context, to, 'to');
  if (from === undefined || from < (to ?? context.clock())) return;
  throw new TimeRequestError(
    `from is ${from.toISOString()}, which is not before ${to === undefined ? 'now' : `to, ${to.toISOString()}`}: give the earlier time as from.`,
    'from',
  );
}
