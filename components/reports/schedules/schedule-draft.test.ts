import { expect, it } from 'vitest';
import { newSchedule, scheduleDraftOf, scheduleRequestOf } from './schedule-draft.ts';

const ID = '0d6c6a52-6f0e-4c7b-9a53-1f5f8f3f2a10';

it('a draft becomes a request with numbers, and mail addresses only without a channel', () => {
  const draft = { ...newSchedule('Europe/Berlin'), title: ' Weekly ', recipients: 'a@x.io, b@x.io\n' };
  const request = scheduleRequestOf(draft);
  expect(request).toMatchObject({
    title: 'Weekly',
    every: 'week',
    weekday: 1,
    hour: 9,
    timeZone: 'Europe/Berlin',
    channelId: null,
    recipients: ['a@x.io', 'b@x.io'],
    expiresDays: 30,
  });
  expect(request).not.toHaveProperty('staleDays');
  expect(scheduleRequestOf({ ...draft, channelId: ID, staleDays: '30' })).toMatchObject({
    channelId: ID,
    recipients: [],
    staleDays: 30,
  });
});

it('a stored schedule is edited as it is', () => {
  const request = scheduleRequestOf({ ...newSchedule('UTC'), title: 'x', channelId: ID, staleDays: '7' });
  const stored = {
    ...request,
    id: ID,
    enabled: true,
    createdAt: '',
    createdBy: 'ada',
    nextAt: '',
    lastRun: null,
  };
  expect(scheduleRequestOf(scheduleDraftOf(stored as Parameters<typeof scheduleDraftOf>[0]))).toEqual(
    request,
  );
});
