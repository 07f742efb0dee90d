import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  ChannelEditRequest,
  ChannelListView,
  ChannelPreviewRequest,
  ChannelPreviewView,
  ChannelRequest,
  DeliveryPageView,
  DeliveryView,
  SavedChannelView,
} from '../contract/channels.ts';
import { byCursor } from './pages.ts';
import { queryString, requestJson } from './request.ts';

/** The notification channels, and which kinds this server can create. */
export function channelsQuery() {
  return queryOptions({
    queryKey: ['channels', 'list'],
    queryFn: ({ signal }) => requestJson<ChannelListView>('/channels', { signal }),
  });
}

/** The deliveries of a channel, newest first, page by page. */
export function deliveriesQuery(channelId: string) {
  return infiniteQueryOptions({
    queryKey: ['channels', 'deliveries', channelId],
    queryFn: ({ pageParam, signal }) =>
      requestJson<DeliveryPageView>(
        `${channelPath(channelId)}/deliveries${queryString({ limit: 20, cursor: pageParam })}`,
        { signal },
      ),
    ...byCursor,
  });
}

/** Creates a channel; this response is the only place a generated signing key appears. */
export function createChannel(request: ChannelRequest) {
  return requestJson<SavedChannelView>('/channels', { method: 'POST', body: request });
}

/** Changes a channel. */
export function changeChannel(id: string, request: ChannelEditRequest) {
  return requestJson<SavedChannelView>(channelPath(id), { method: 'PATCH', body: request });
}

/** Deletes a channel and its delivery log. */
export function deleteChannel(id: string) {
  return requestJson<undefined>(channelPath(id), { method: 'DELETE' });
}

/** Sends a test message now. */
export function testChannel(id: string) {
  return requestJson<DeliveryView>(`${channelPath(id)}/test`, { method: 'POST', body: {} });
}

/** The message that a channel with these settings would send now. */
export function previewChannel(request: ChannelPreviewRequest) {
  return requestJson<ChannelPreviewView>('/channels/preview', { method: 'POST', body: request });
}

function channelPath(id: string): string {
  return `/channels/${encodeURIComponent(id)}`;
}
