import { moment } from '#lib/api/contract/primitives.ts';

/** A moment of a URL as every query and key has it (ISO 8601, UTC); undefined for what is none. */
export function readMoment(text: string): string | undefined {
  const read = moment.safeParse(text);
  return read.success ? read.data.toISOString() : undefined;
}

/** `27 Nov 2026, 22:14:05 UTC`: a moment (ISO 8601) as a sentence names it. */
export function momentWords(at: string): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year, month, day] = date.split('-');
  const name = MONTHS[Number(month) - 1];
  return `${Number(day)} ${name} ${year}, ${time.slice(0, 8)} UTC`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment as `<input type="datetime-local">` takes it, in UTC. */
export function toInput(at: string): string {
  return at === '' ? '' : new Date(at).toISOString().slice(0, 19);
}

/** What such an input holds, read as UTC; empty where it is not complete. */
export function fromInput(value: string): string {
  return readMoment(`${value.length === 16 ? `${value}:00` : value}Z`) ?? '';
}
