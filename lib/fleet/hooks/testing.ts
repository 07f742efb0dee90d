import { sql } from 'drizzle-orm';
import { call, distributionEvent } from '#lib/hooks/testing.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { workOff } from '../schedule/testing.ts';
import type { TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { createHookIntake } from './hook-intake.ts';
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
  const looks = async () => {
    const { rows } = await context.db.execute<{ id: string; look: string }>(
      sql`select id, look from images order by reference`,
    );
    return rows;
  };
  /** Works off what is due, as any process would. Returns the images that were checked. */
  const check = async () => {
    const before = new Map((await looks()).map(({ id, look }) => [id, look]));
    await workOff(context);
    return (await looks()).flatMap(({ id, look }) => (before.get(id) === look ? [] : [id]));
  };
  /** Lets time pass for the tags that hooks were called about. */
  const pass = async (seconds: number) => {
    fleet.pass(seconds);
    const ago = sql`${seconds} * interval '1 second'`;
    await context.db.execute(sql`
      update tags set hastened_at = hastened_at - ${ago}, next_check_at = next_check_at - ${ago} where urgent or hastened_at is not null`);
  };
  const deliveries = () => getHookDeliveries(context, intake, hook.id);
  const ids = { app: image?.id ?? '', other: unrelated?.id ?? '' };
  return { intake, made, hook, event, calls, status, check, pass, deliveries, ids };
}
