import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type AccessRefusal, createAccessRecord } from './audit-log.ts';

type Row = Parameters<Parameters<typeof createAccessRecord>[0]>[0];
const rows: Row[] = [];
const told = () => rows.map(({ address, times, detail }) => [address, times, detail]);
const wrong = (address: string): AccessRefusal => ({
  action: 'login-refused',
  address,
  detail: 'a wrong token',
});
const open = () =>
  createAccessRecord(
    async (row) => void rows.push(row),
    () => new Date(0),
    (error) => {
      throw error;
    },
  );

beforeEach(() => {
  rows.length = 0;
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

it('writes the first at once, and those that follow within a minute as one', async () => {
  const record = open();
  for (let n = 0; n < 100; n++) record.refused(wrong('192.0.2.1'));
  record.refused(wrong('192.0.2.2'));
  expect(told()).toEqual([
    ['192.0.2.1', 1, 'a wrong token'],
    ['192.0.2.2', 1, 'a wrong token'],
  ]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told().slice(2)).toEqual([['192.0.2.1', 99, 'a wrong token']]);
  record.refused(wrong('192.0.2.1'));
  expect(told()).toHaveLength(4);
});

it('strangers from however many addresses cause few rows, and every try is counted', async () => {
  const record = open();
  for (let n = 0; n < 1000; n++) record.refused(wrong(`192.0.2.${n}`));
  await record.flush();
  expect(rows.length).toBeLessThan(60);
  expect(rows.reduce((sum, { times }) => sum + times, 0)).toBe(1000);
  expect(rows.at(-1)).toMatchObject({ address: null, detail: 'from many addresses' });
});

it('says who was refused, where the provider said so', async () => {
  open().refused({ ...wrong('192.0.2.1'), actor: 'ada' });
  expect(rows).toMatchObject([{ actor: 'ada', times: 1 }]);
});
