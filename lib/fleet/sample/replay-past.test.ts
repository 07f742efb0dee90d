import { expect, it } from 'vitest';
import { whatChanged } from '../history/fleet-changes.ts';
import { summariseFleet } from '../images/fleet-summary.ts';
import { checkImage } from '../scan/check-image.ts';
import { fleetTests, SLOW } from '../testing.ts';
import { openSampleFleet } from './open-sample-fleet.ts';
import { sample } from './recipes.ts';

const openFleet = fleetTests();
const DAY_MS = 24 * 3600 * 1000;

it('the sample fleet has a past: each image turned stale when its base moved', {
  timeout: SLOW,
}, async () => {
  await using fleet = await openFleet();
  await openSampleFleet(fleet.context);
  const now = fleet.context.clock().getTime();
  const ago = (days: number) => new Date(now - days * DAY_MS);
  const status = async (path: string, days: number) =>
    (await checkImage(fleet.context, { reference: sample(path), refresh: false, at: ago(days) })).status;
  expect([await status('edge/dns-cache:1.1', 13), await status('edge/dns-cache:1.1', 11)]).toEqual([
    'up-to-date',
    'stale',
  ]);
  expect([await status('bank/checkout:2.4', 19), await status('bank/checkout:2.4', 17)]).toEqual([
    'up-to-date',
    'stale-by-ancestor',
  ]);
  const staleAt = async (days: number) =>
    (await summariseFleet(fleet.context, undefined, ago(days))).byStatus.stale;
  const course = [await staleAt(60), await staleAt(30), await staleAt(11), await staleAt(1)];
  expect(course).toEqual(course.toSorted((a, b) => a - b));
  expect(new Set(course).size).toBe(4);
  // Old changes cause no notification, and only what moved is among the changes.
  expect(
    (await fleet.settle()).filter(
      ({ type, ...event }) => type === 'verdict' && 'at' in event && Date.parse(event.at) < now - DAY_MS,
    ),
  ).toEqual([]);
  const { items } = await whatChanged(fleet.context, { from: ago(20), to: ago(10), limit: 100 });
  expect(items.flatMap((change) => (change.kind === 'base' ? [change.reference] : []))).toEqual([
    sample('library/alpine:3'),
    sample('platform/base:12'),
  ]);
});
