'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '#components/ui/controls/button.tsx';
import { useNotify } from '#components/ui/feedback/action-outcome.tsx';
import { testChannel } from '#lib/api/client/channel-queries.ts';
import type { ChannelView } from '#lib/api/contract/channels.ts';
import { PRESETS } from '#lib/notify/destinations/presets.ts';
import { outcomeText } from './channel-words.ts';

/** Sends a test message and shows how it ended. */
export function TestButton({ channel }: { channel: ChannelView }) {
  const client = useQueryClient();
  const notify = useNotify();
  const test = useMutation({
    mutationFn: () => testChannel(channel.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
    onError: (error) => notify({ error }),
  });
  const { data: result } = test;
  const startsPipeline = channel.preset !== null && PRESETS[channel.preset].startsPipeline;
  const failed = result !== undefined && result.state !== 'delivered';
  return (
    <>
      <Button variant="primary" disabled={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? 'Sending…' : 'Send test message'}
      </Button>
      <p
        role="status"
        className={`order-last basis-full text-sm ${failed ? 'text-status-broken' : 'text-muted'}`}
      >
        {result === undefined || result.outcome === null
          ? startsPipeline
            ? 'The test message starts the pipeline, with the change “test”.'
            : null
          : outcomeText(result.outcome, result.statusCode)}
      </p>
    </>
  );
}
