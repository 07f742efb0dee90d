import { expect, it } from 'vitest';
import { trackImages } from '../images/track-images.ts';
import { channelTo, minute, openReceiver, sent } from '../notify/testing.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { checkImage } from './check-image.ts';

const openFleet = fleetTests();
const firstLook = { refresh: false, at: undefined };

/** Pushes an image on a base and tracks it: its scan waits in the queue. */
async function trackNew(fleet: TestFleet) {
  const app = await pushOn(fleet.registry, 'app:1', await pushOn(fleet.registry, 'base:1'));
  await trackImages(fleet.context, [app.reference], false);
  return app.reference;
}

/** The requests of a worker that checks the new image, with nobody else. */
async function requestsOfWorker() {
  await using fleet = await openFleet();
  await trackNew(fleet);
  await fleet.runJobs();
  return fleet.counter.summary();
}

it.each([
  ['this process', (fleet: TestFleet) => fleet.context],
  ['another process', (fleet: TestFleet) => fleet.restarted()],
])(
  'a page of %s that shows a new image waits for its scan: no request is sent twice',
  async (_, contextOf) => {
    await using fleet = await openFleet();
    const reference = await trackNew(fleet);
    const pages = [1, 2].map(() => checkImage(contextOf(fleet), { reference, ...firstLook }));
    const [lineage, same] = await Promise.all([...pages, fleet.runJobs()]);
    expect(lineage).toMatchObject({ reference, status: 'up-to-date' });
    expect(same).toEqual(lineage);
    expect(fleet.counter.summary()).toEqual(await requestsOfWorker());
    const verdicts = (await fleet.settle()).filter(({ type }) => type === 'verdict');
    expect(verdicts).toHaveLength(1);
  },
);

it('answers with the stored verdict although its event is lost and the scan goes on', {
  timeout: SLOW,
}, async () => {
  await using fleet = await openFleet();
  const app = await pushOn(fleet.registry, 'app:1');
  const slow = await pushOn(fleet.registry, 'slow:1');
  await trackImages(fleet.context, [app.reference, slow.reference], true);
  fleet.registry.faults.add({ fault: { kind: 'hang' }, path: /slow/ });
  const deaf = { ...fleet.context, events: { ...fleet.context.events, subscribe: () => () => undefined } };
  const page = checkImage(deaf, { reference: app.reference, ...firstLook });
  let over = false;
  const running = fleet.runJobs().finally(() => {
    over = true;
  });
  expect(await page).toMatchObject({ reference: app.reference, status: 'root' });
  expect(over).toBe(false);
  await fleet.registry.close();
  await running;
});

it('checks a new image itself when no scan has it any more', async () => {
  await using fleet = await openFleet();
  const reference = await trackNew(fleet);
  const page = checkImage(fleet.context, { reference, ...firstLook });
  (fleet.jobs as unknown[]).splice(0);
  expect(await page).toMatchObject({ reference, status: 'up-to-date' });
  expect((await fleet.settle()).filter(({ type }) => type === 'verdict')).toHaveLength(1);
});

it('notifies about a change that a request for one image found', async () => {
  await using on = await openReceiver(openFleet);
  const { fleet, receiver } = on;
  const reference = await trackNew(fleet);
  await fleet.runJobs();
  await channelTo(fleet, on.to);
  await pushOn(fleet.registry, 'base:1', undefined, 'moved');
  const enqueued = fleet.noticesAsked();
  const request = { reference, refresh: true, at: undefined };
  expect((await checkImage(fleet.context, request)).status).toBe('stale');
  expect(fleet.noticesAsked()).toBe(enqueued + 1);
  await checkImage(fleet.context, request);
  expect(fleet.noticesAsked()).toBe(enqueued + 1);
  await minute(fleet);
  expect(sent(receiver)).toEqual([`stale ${reference}`]);
});
