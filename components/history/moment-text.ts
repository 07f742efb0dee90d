import { moment } from '#lib/api/contract/primitives.ts';

/** A moment in a URL as queries use it (ISO 8601, UTC); undefined if it is not valid. */
export function readMoment(text: string): string | undefined {
  const read = moment.safeParse(text);
  return read.success ? read.data.toISOString() : undefined;
}

/** A moment as the value of `<input type="datetime-local">`, in UTC. */
export function toInput(at: string): string {
  return at === '' ? '' : new Date(at).toISOString().slice(0, 19);
}

/** The moment in such an input, read as UTC; empty if it is incomplete. */
export function fromInput(value: string): string {
  return readMoment(`${value.length === 16 ? `${value}:00` : value}Z`) ?? '';
}
