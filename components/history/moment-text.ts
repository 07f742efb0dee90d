import { moment } from '#lib/api/contract/primitives.ts';

/** A moment in a URL as queries use it (ISO 8601, UTC); undefined if it is not valid. */
export function readMoment(text: string): string | undefined {
  const read = moment.safeParse(text);
  return read.success ? read.data.toISOString() : undefined;
}

/** A moment as the value of `<input type="datetime-local">`, in a zone (see `useTimeZone`): UTC or the reader's. */
export function toInput(at: string, zone: string): string {
  if (at === '') return '';
  const moment = new Date(at);
  const ahead = zone === 'UTC' ? 0 : -moment.getTimezoneOffset();
  return new Date(moment.getTime() + ahead * 60_000).toISOString().slice(0, 19);
}

/** The moment in such an input, read in this zone; empty if it is incomplete. */
export function fromInput(value: string, zone: string): string {
  const text = value.length === 16 ? `${value}:00` : value;
  const asUtc = readMoment(`${text}Z`);
  if (asUtc === undefined || zone === 'UTC') return asUtc ?? '';
  // `Date` reads a date and time without a zone in the reader's zone.
  return new Date(text).toISOString();
}
