'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { retryRegistry } from '#lib/api/client/registries.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** Ends a registry's pause and scans the images that it holds or blocks. */
export function RetryButton({ host }: { host: string }) {
  const toast = useToast();
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryRegistry(host),
    onSuccess: ({ total }) => toast({ text: `Scanning ${counted(total, 'image')} of ${host}.` }),
    onError: (error) => toast({ error }),
    onSettled: () => client.invalidateQueries({ queryKey: ['registries'] }),
  });
  return (
    <AllowedButton
      permission="track"
      size="sm"
      disabled={retry.isPending}
      aria-label={`Try ${host} again`}
      onClick={() => retry.mutate()}
    >
      <RefreshCw aria-hidden size={13} />
      Try again
    </AllowedButton>
  );
}
