'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '#components/ui/controls/button.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { testChannel } from '#lib/api/client/channels.ts';
import type { ChannelView } from '#lib/api/contract/channels.ts';
import { OUTCOME_SENTENCES } from './channel-words.ts';

const STARTS_SOMETHING = new Set<ChannelView['preset']>([
  'github-dispatch',
  'github-workflow',
  'gitlab-pipeline',
]);

/** Sends a test and says what became of it. */
export function TestButton({ channel }: { channel: ChannelView }) {
  const client = useQueryClient();
  const toast = useToast();
  const test = useMutation({
    mutationFn: () => testChannel(channel.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
    onError: (error) => toast({ error }),
  });
  const { data: result } = test;
  const failed = result !== undefined && result.state !== 'delivered';
  return (
    <>
      <Button variant="primary" disabled={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? 'Sending…' : 'Send a test'}
      </Button>
      <p
        role="status"
        className={`order-last basis-full text-sm ${failed ? 'text-status-broken' : 'text-muted'}`}
      >
        {result === undefined || result.outcome === null
          ? STARTS_SOMETHING.has(channel.preset)
            ? 'A test starts the pipeline, with the change “test”.'
            : null
          : `${OUTCOME_SENTENCES[result.outcome]}${result.statusCode === null ? '' : ` (${result.statusCode})`}`}
      </p>
    </>
  );
}
