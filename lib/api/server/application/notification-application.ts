import type { z } from 'zod';
import type { Caller } from '#lib/access/roles.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { changeChannelBy, createChannelBy, removeChannelBy } from '#lib/fleet/notify/audited-channels.ts';
import type { SavedChannel } from '#lib/fleet/notify/create-channel.ts';
import { previewChannel } from '#lib/fleet/notify/preview-channel.ts';
import { getChannel, getChannels, getDeliveries } from '#lib/fleet/notify/read-channels.ts';
import { testChannel } from '#lib/fleet/notify/test-channel.ts';
import type {
  ChannelPreviewView,
  channelEdit,
  channelPreviewRequest,
  channelRequest,
  deliveriesQuery,
} from '../../contract/channels.ts';
import { presentChannel, presentDelivery } from '../../present/channels.ts';
import { editorOf } from './editor-of.ts';
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
    createChannel: async (request: z.output<typeof channelRequest>, who: Caller) =>
      saved(await createChannelBy(context, request, editorOf(who))),
    changeChannel: async (id: string, request: z.output<typeof channelEdit>, who: Caller) =>
      saved(await changeChannelBy(context, knownId(id), request, editorOf(who))),
    removeChannel: (id: string, who: Caller) => removeChannelBy(context, knownId(id), editorOf(who)),
    previewChannel: async (request: z.output<typeof channelPreviewRequest>): Promise<ChannelPreviewView> => ({
      message: (await previewChannel(context, request)) ?? null,
    }),
    testChannel: async (id: string) => presentDelivery(await testChannel(context, knownId(id))),
    async listDeliveries(id: string, { limit, cursor }: z.output<typeof deliveriesQuery>) {
      const page = await getDeliveries(context, knownId(id), { limit, cursor });
      return { ...page, items: page.items.map(presentDelivery) };
    },
  };
}
