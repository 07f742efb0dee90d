import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { call } from '#lib/hooks/testing.ts';
import { getImage, listImages } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { untrackImage } from '../images/untrack-images.ts';
import { workOff } from '../schedule/testing.ts';
import { fleetTests, SLOW } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { createHookIntake } from './hook-intake.ts';
import { createHook } from './manage-hooks.ts';
import { ADA, noKeys, prepared } from './testing.ts';

const openFleet = fleetTests();

describe('a call of a hook', { timeout: SLOW }, () => {
  it('lets the images that are based on the pushed tag be judged again, and no others', async () => {
    await using fleet = await openFleet();
    const { calls, event, status, check, deliveries, ids } = await prepared(fleet);
    const moved = await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    fleet.counter.reset();
    expect(await calls(event('base', moved.digest))).toEqual({ outcome: 'accepted', accepted: 1 });
    // Nothing was requested before the answer.
    expect(fleet.counter.count()).toBe(0);
    expect(await check()).toEqual([ids.app]);
    expect(await status()).toBe('stale');
    expect(await deliveries()).toMatchObject([
      { outcome: 'accepted', accepted: 1, hinted: 1, hints: [{ effect: 'moved', digest: moved.digest }] },
    ]);
  });

  it('about a tag that another check has seen move still reaches the images that were not judged since', async () => {
    await using fleet = await openFleet();
    const { calls, event, status, check, ids } = await prepared(fleet);
    const moved = await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    await fleet.context.tagCaches
      .fresh()
      .check({ registry: fleet.registry.host, repository: 'base', tag: '1' });
    await calls(event('base', moved.digest));
    expect(await check()).toEqual([ids.app]);
    expect(await status()).toBe('stale');
  });

  it('changes nothing while the registry does not answer', async () => {
    await using fleet = await openFleet();
    const { calls, event, status, check } = await prepared(fleet);
    const moved = await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    fleet.registry.faults.add({ fault: { kind: 'status', status: 500 }, path: /\/base\// });
    await calls(event('base', moved.digest));
    expect([await check(), await status()]).toEqual([[], 'up-to-date']);
  });

  it('about a tracked image’s own tag checks that image', async () => {
    await using fleet = await openFleet();
    const { calls, event, check, ids } = await prepared(fleet);
    const again = await pushOn(fleet.registry, 'app:1', undefined, 'again');
    expect(await calls(event('app', again.digest))).toMatchObject({ accepted: 1 });
    expect(await check()).toEqual([ids.app]);
    expect((await getImage(fleet.context, ids.app)).digest).toBe(again.digest);
  });

  it('is believed in nothing: a claim that the registry does not confirm changes nothing', async () => {
    await using fleet = await openFleet();
    const { calls, event, status, check, deliveries } = await prepared(fleet);
    expect(await calls(event('base', `sha256:${'0'.repeat(64)}`))).toMatchObject({ accepted: 1 });
    fleet.counter.reset();
    expect(await check()).toEqual([]);
    expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 1 });
    expect(await status()).toBe('up-to-date');
    expect(await deliveries()).toMatchObject([{ hints: [{ effect: 'unchanged' }] }]);
  });

  it('tracks nothing, and counts only what is known', async () => {
    await using fleet = await openFleet();
    const { calls, event, deliveries } = await prepared(fleet);
    const stranger = await pushOn(fleet.registry, 'stranger:1');
    expect(await calls(event('stranger', stranger.digest))).toEqual({ outcome: 'not-tracked', accepted: 0 });
    const mixed = await calls(
      event('stranger', stranger.digest),
      event('base', stranger.digest),
      event('base', stranger.digest, '2'),
    );
    expect(mixed).toEqual({ outcome: 'accepted', accepted: 1 });
    const list = {
      filter: undefined,
      sort: 'reference',
      descending: false,
      limit: 10,
      cursor: undefined,
    } as const;
    expect((await listImages(fleet.context, list)).total).toBe(2);
    expect(await deliveries()).toMatchObject([
      {
        outcome: 'accepted',
        accepted: 1,
        hinted: 3,
        hints: [{ reference: `${fleet.registry.host}/base:1` }, {}, {}],
      },
      { outcome: 'not-tracked', accepted: 0, hinted: 1 },
    ]);
  });

  it('is judged by what is tracked when it comes, although checks have seen the tag', async () => {
    await using fleet = await openFleet();
    const { calls, event, ids } = await prepared(fleet);
    const digest = `sha256:${'0'.repeat(64)}`;
    const about = (...names: string[]) => calls(...names.map((name) => event(name, digest)));
    const stranger = await pushOn(fleet.registry, 'stranger:1');
    expect(await about('base', 'app', 'stranger')).toMatchObject({ accepted: 2 });
    await untrackImage(fleet.context, ids.app);
    await trackImages(fleet.context, [stranger.reference], false);
    expect(await about('base', 'app', 'stranger')).toMatchObject({ accepted: 1 });
    expect(await about('base', 'app')).toEqual({ outcome: 'not-tracked', accepted: 0 });
  });

  it('leads to one check, however often it is replayed', async () => {
    await using fleet = await openFleet();
    const { calls, event, check, pass, status, deliveries } = await prepared(fleet);
    const moved = await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    const storm = (times: number) =>
      Promise.all(Array.from({ length: times }, () => calls(event('base', moved.digest))));
    await storm(5000);
    fleet.counter.reset();
    expect(await check()).toHaveLength(1);
    expect(fleet.counter.summary()).toMatchObject({ 'HEAD manifest': 1 });
    expect(await status()).toBe('stale');
    const answers = await storm(5000);
    expect(new Set(answers.map(({ accepted }) => accepted))).toEqual(new Set([1]));
    await pass(60);
    fleet.counter.reset();
    expect(await check()).toEqual([]);
    expect(fleet.counter.summary()).toEqual({});
    expect((await deliveries())[0]).toMatchObject({ hints: [{ effect: 'known' }] });
  });

  it('about another digest leads to another check, but not more than one in ten seconds', async () => {
    await using fleet = await openFleet();
    const { calls, event, check, pass, deliveries } = await prepared(fleet);
    const first = await pushOn(fleet.registry, 'base:1', undefined, 'first');
    await calls(event('base', first.digest));
    expect(await check()).toHaveLength(1);
    await pass(1);
    const second = await pushOn(fleet.registry, 'base:1', undefined, 'second');
    await calls(event('base', second.digest));
    expect(await check()).toEqual([]);
    expect(await deliveries()).toMatchObject([{ hints: [{ effect: 'waiting' }] }, {}]);
    await pass(9);
    expect(await check()).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ hints: [{ effect: 'moved' }] }, {}]);
  });

  it('has its tag checked by whichever process is there', async () => {
    await using fleet = await openFleet();
    const { calls, event } = await prepared(fleet);
    await calls(event('base', `sha256:${'0'.repeat(64)}`));
    fleet.counter.reset();
    await Promise.all([fleet.restarted(), fleet.restarted()].map(workOff));
    expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 1 });
  });

  it('about a base that could not be resolved yet checks the images that name it', async () => {
    await using fleet = await openFleet();
    const { calls, event, check, context } = { ...(await prepared(fleet)), ...fleet };
    fleet.registry.faults.add({ fault: { kind: 'status', status: 503 }, path: /\/closed\// });
    const app = await pushOn(fleet.registry, 'late:1', await pushOn(fleet.registry, 'closed:1'));
    const [late] = await trackImages(context, [app.reference], true);
    await fleet.runJobs();
    fleet.registry.faults.clear();
    expect(await calls(event('closed', `sha256:${'0'.repeat(64)}`))).toMatchObject({ accepted: 1 });
    expect(await check()).toEqual([late?.id]);
    expect((await getImage(context, late?.id ?? '')).status).toBe('up-to-date');
  });

  it('without a tag means every tag of the repository that is known', async () => {
    await using fleet = await openFleet();
    const { intake, check, ids } = await prepared(fleet);
    const { host } = fleet.registry;
    const settings = {
      name: 'gh',
      kind: 'github' as const,
      registry: null,
      map: { 'ghcr.io/o': host },
      serviceAccount: null,
    };
    const made = await createHook(fleet.context, settings, ADA);
    const hook = await intake.find(made.pathSecret);
    const version = { package_url: 'ghcr.io/o/base:', container_metadata: { tag: { name: '', digest: '' } } };
    const body = JSON.stringify({
      action: 'published',
      package: { package_type: 'container', package_version: version },
    });
    const signature = `sha256=${createHmac('sha256', made.secret).update(body).digest('hex')}`;
    const headers = { 'x-github-event': 'package', 'x-hub-signature-256': signature };
    await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    expect(hook && (await intake.receive(hook, call(body, headers)))).toEqual({
      outcome: 'accepted',
      accepted: 1,
    });
    expect(await check()).toEqual([ids.app]);
  });

  it('is refused with a wrong secret, and then the hook was not heard', async () => {
    await using fleet = await openFleet();
    const { intake, hook, made, calls, event, deliveries } = await prepared(fleet);
    const forged = await intake.receive(
      hook,
      call({ events: [] }, { authorization: `Bearer ${made.pathSecret}` }),
    );
    expect(forged).toEqual({ outcome: 'forged', accepted: 0 });
    expect(await deliveries()).toMatchObject([{ outcome: 'forged' }]);
    expect((await intake.find(made.pathSecret))?.lastHeardAt).toBeNull();
    await calls(event('stranger', `sha256:${'0'.repeat(64)}`));
    await intake.flush();
    expect((await intake.find(made.pathSecret))?.lastHeardAt).not.toBeNull();
  });

  it('is unverifiable, not forged, if the configured key cannot open its secret', async () => {
    await using fleet = await openFleet();
    const { hook } = await prepared(fleet);
    const { context } = fleet;
    const closed = { ...context, notifications: { ...context.notifications, secrets: undefined } };
    const received = await createHookIntake(closed, noKeys).receive(hook, call('{}'));
    expect(received).toEqual({ outcome: 'unverifiable', accepted: 0 });
  });
});
