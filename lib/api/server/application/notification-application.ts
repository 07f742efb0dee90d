import type { z } from 'zod';
import type { FleetContext } from '#lib/fleet/context.ts';
import { changeChannel } from '#lib/fleet/notify/change-channel.ts';
import { createChannel, type SavedChannel } from '#lib/fleet/notify/create-channel.ts';
import { getChannel, getChannels, getDeliveries, removeChannel } from '#lib/fleet/notify/read-channels.ts';
import { testChannel } from '#lib/fleet/notify/test-channel.ts';
import type { channelEdit, channelRequest, deliveriesQuery } from '../../contract/channels.ts';
import { presentChannel, presentDelivery } from '../../present/channels.ts';
import { knownId } from './known-id.ts';

/** Notification channels, for routes and pages, with the contract's types. */
export function createNotificationApplication(context: FleetContext) {
  const { secrets, mailer } = context.notifications;
  const saved = async ({ channel, signingKey }: SavedChannel) => ({
    ...presentChannel(await getChannel(context, channel.id)),
    signingKey,
  });
  return {
    async listChannels() {
      const items = (await getChannels(context)).map(presentChannel);
      const offers = { secrets: secrets !== undefined, email: mailer !== undefined };
      return { items, nextCursor: null, offers };
    },
    getChannel: async (id: string) => presentChannel(await getChannel(context, knownId(id))),
    createChannel: async (request: z.output<typeof channelRequest>, createdBy: string) =>
      saved(await createChannel(context, request, createdBy)),
    changeChannel: async (id: string, request: z.output<typeof channelEdit>) =>
      saved(await changeChannel(context, knownId(id), request)),
    removeChannel: (id: string) => removeChannel(context, knownId(id)),
    testChannel: async (id: string) => presentDelivery(await testChannel(context, knownId(id))),
    async listDeliveries(id: string, { limit, cursor }: z.output<typeof deliveriesQuery>) {
      const page = await getDeliveries(context, knownId(id), { limit, cursor });
      return { ...page, items: page.items.map(presentDelivery) };
    },
  };
}
