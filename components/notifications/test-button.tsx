'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '#components/ui/controls/button.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { testChannel } from '#lib/api/client/channels.ts';
import type { ChannelView } from '#lib/api/contract/channels.ts';
import { PRESETS } from '#lib/notify/destinations/presets.ts';
import { outcomeText } from './channel-words.ts';

/** Sends a test message and shows its outcome. */
export function TestButton({ channel }: { channel: ChannelView }) {
  const client = useQueryClient();
  const toast = useToast();
  const test = useMutation({
    mutationFn: () => testChannel(channel.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
    onError: (error) => toast({ error }),
  });
  const { data: result } = test;
  const startsPipeline = channel.preset !== null && PRESETS[channel.preset].startsPipeline;
  const failed = result !== undefined && result.state !== 'delivered';
  return (
    <>
      <Button variant="primary" disabled={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? 'Sending…' : 'Send test'}
      </Button>
      <p
        role="status"
        className={`order-last basis-full text-sm ${failed ? 'text-status-broken' : 'text-muted'}`}
      >
        {result === undefined || result.outcome === null
          ? startsPipeline
            ? 'A test starts the pipeline, with the change “test”.'
            : null
          : outcomeText(result.outcome, result.statusCode)}
      </p>
    </>
  );
}
