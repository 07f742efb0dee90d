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

/** The notification channels, and what can be made here. */
export function channelsQuery() {
  return queryOptions({
    queryKey: ['channels', 'list'],
    queryFn: ({ signal }) => requestJson<ChannelListView>('/channels', { signal }),
  });
}

/** What a channel sent, newest first, page after page. */
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

/** Makes a channel; a signing key that was made is in this answer alone. */
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

/** Sends a test, now. */
export function testChannel(id: string) {
  return requestJson<DeliveryView>(`${channelPath(id)}/test`, { method: 'POST', body: {} });
}

function channelPath(id: string): string {
  return `/channels/${encodeURIComponent(id)}`;
}
