import { moment } from '#lib/api/contract/primitives.ts';

/** A moment in a URL as queries use it (ISO 8601, UTC); undefined if it is not valid. */
export function readMoment(text: string): string | undefined {
  const read = moment.safeParse(text);
  return read.success ? read.data.toISOString() : undefined;
}

/** A moment (ISO 8601) in a sentence: `27 Nov 2026, 22:14:05 UTC`. */
export function momentWords(at: string): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year, month, day] = date.split('-');
  const name = MONTHS[Number(month) - 1];
  return `${Number(day)} ${name} ${year}, ${time.slice(0, 8)} UTC`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment as the value of `<input type="datetime-local">`, in UTC. */
export function toInput(at: string): string {
  return at === '' ? '' : new Date(at).toISOString().slice(0, 19);
}

/** The moment in such an input, read as UTC; empty if it is incomplete. */
export function fromInput(value: string): string {
  return readMoment(`${value.length === 16 ? `${value}:00` : value}Z`) ?? '';
}
