import { call, distributionEvent } from '#lib/hooks/testing.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import type { TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { createHookIntake } from './hook-intake.ts';
import { lookAtHints } from './look-soon.ts';
import { createHook, getHookDeliveries } from './manage-hooks.ts';

/** Who manages the hooks. */
export const ADA = { name: 'ada', address: null };
/** Google's keys where there is no network. */
export const noKeys = () => Promise.reject(new Error('no network'));

/** A fleet with a hook of Distribution, and apps that are based on tracked and untracked bases. */
export async function prepared(fleet: TestFleet) {
  const { context, registry } = fleet;
  const base = await pushOn(registry, 'base:1');
  const app = await pushOn(registry, 'app:1', base);
  const other = await pushOn(registry, 'other:1', await pushOn(registry, 'another:1'));
  const [image, unrelated] = await trackImages(context, [app.reference, other.reference], true);
  await fleet.runJobs();
  const intake = createHookIntake(context, noKeys);
  const settings = {
    name: 'ours',
    kind: 'distribution' as const,
    registry: null,
    map: {},
    serviceAccount: null,
  };
  const made = await createHook(context, settings, ADA);
  const hook = await intake.find(made.pathSecret);
  if (hook === undefined) throw new Error('the hook was not found');
  const event = (repository: string, digest: string, tag = '1') =>
    distributionEvent({ repository, digest, tag }, { request: { host: registry.host } });
  const calls = (...events: unknown[]) =>
    intake.receive(hook, call({ events }, { authorization: `Bearer ${made.secret}` }));
  const status = async () => (await getImage(context, image?.id ?? '')).status;
  /** Does what the queue would. */
  const look = async () => {
    fleet.hints.length = 0;
    await lookAtHints(context);
    const scanned = fleet.jobs.flatMap(({ job }) => job.imageIds);
    await fleet.runJobs();
    return scanned;
  };
  const deliveries = () => getHookDeliveries(context, intake, hook.id);
  const ids = { app: image?.id ?? '', other: unrelated?.id ?? '' };
  return { intake, made, hook, event, calls, status, look, deliveries, ids };
}
