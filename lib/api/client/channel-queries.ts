import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  ChannelEditRequest,
  ChannelListView,
  ChannelRequest,
  DeliveryPageView,
  DeliveryView,
  SavedChannelView,
} from '../contract/channels.ts';
import { queryString, requestJson } from './request.ts';

/** The notification channels, and which kinds can be created here. */
export function channelsQuery() {
  return queryOptions({
    queryKey: ['channels', 'list'],
    queryFn: ({ signal }) => requestJson<ChannelListView>('/channels', { signal }),
  });
}

/** The deliveries of a channel, newest first, in pages. */
export function deliveriesQuery(channelId: string) {
  return infiniteQueryOptions({
    queryKey: ['channels', 'deliveries', channelId],
    queryFn: ({ pageParam, signal }) =>
      requestJson<DeliveryPageView>(
        `${channelPath(channelId)}/deliveries${queryString({ limit: 20, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Creates a channel. A new signing key is in this response alone. */
export function createChannel(asked: ChannelRequest) {
  return requestJson<SavedChannelView>('/channels', { method: 'POST', body: asked });
}

/** Changes a channel. */
export function changeChannel(id: string, asked: ChannelEditRequest) {
  return requestJson<SavedChannelView>(channelPath(id), { method: 'PATCH', body: asked });
}

/** Removes a channel with its log. */
export function removeChannel(id: string) {
  return requestJson<undefined>(channelPath(id), { method: 'DELETE' });
}

/** Sends a test message. */
export function testChannel(id: string) {
  return requestJson<DeliveryView>(`${channelPath(id)}/test`, { method: 'POST', body: {} });
}

function channelPath(id: string): string {
  return `/channels/${encodeURIComponent(id)}`;
}
