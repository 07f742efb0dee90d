import type { z } from 'zod';
import type { Caller } from '#lib/access/roles.ts';
import { tagAge, tagReleases } from '#lib/fleet/history/tag-age.ts';
import { createGoogleKeys } from '#lib/fleet/hooks/google-keys.ts';
import { createHookIntake, type IntakeContext } from '#lib/fleet/hooks/hook-intake.ts';
import {
  changeHook,
  createHook,
  getHookDeliveries,
  getHooks,
  removeHook,
  testHook,
} from '#lib/fleet/hooks/manage-hooks.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type {
  AgeView,
  HookDeliveryListView,
  HookDeliveryView,
  HookListView,
  HookView,
  hookEdit,
  hookRequest,
  NewHookView,
  ReleasesView,
} from '../../contract/hooks.ts';
import { presentHook, presentHookDelivery } from '../../present/hooks.ts';
import { editorOf } from './editor-of.ts';
import { knownId } from './known-id.ts';

/** Hooks and the ages of digests, for routes and pages, with the contract's types. */
export function createHookApplication(context: IntakeContext) {
  const intake = createHookIntake(context, createGoogleKeys());
  return {
    /** Receives calls; its answers are decided by their route. */
    hookIntake: intake,
    async listHooks(): Promise<HookListView> {
      return { items: (await getHooks(context)).map(presentHook), nextCursor: null };
    },
    /** `origin` is the server's own, for the address. */
    async createHook(
      { registry, serviceAccount, ...request }: z.output<typeof hookRequest>,
      who: Caller,
      origin: string,
    ): Promise<NewHookView> {
      const settings = { ...request, registry: registry ?? null, serviceAccount: serviceAccount ?? null };
      const { hook, pathSecret, secret } = await createHook(context, settings, editorOf(who));
      return { ...presentHook(hook), url: `${origin}/hooks/${pathSecret}`, secret };
    },
    changeHook: async (id: string, change: z.output<typeof hookEdit>, who: Caller): Promise<HookView> =>
      presentHook(await changeHook(context, knownId(id), change, editorOf(who))),
    removeHook: (id: string, who: Caller) => removeHook(context, knownId(id), editorOf(who)),
    async listHookDeliveries(id: string): Promise<HookDeliveryListView> {
      const deliveries = await getHookDeliveries(context, intake, knownId(id));
      return { items: deliveries.map(presentHookDelivery), nextCursor: null };
    },
    testHook: async (id: string, reference: string | undefined): Promise<HookDeliveryView> =>
      presentHookDelivery(await testHook(context, intake, knownId(id), reference)),

    async tagAge(reference: string, digest: string | undefined): Promise<AgeView> {
      const age = await tagAge(context, reference, digest as Digest | undefined);
      return { ...age, firstSeen: age.firstSeen.toISOString(), lastSeen: age.lastSeen.toISOString() };
    },
    async tagReleases(reference: string): Promise<ReleasesView> {
      const found = await tagReleases(context, reference);
      return {
        releases: found.map(({ tag, digest, firstSeen }) => ({
          ...{ version: tag, digest },
          releaseTimestamp: firstSeen.toISOString(),
        })),
      };
    },
  };
}
