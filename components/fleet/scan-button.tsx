'use client';

import { useMutation } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { useLive } from '#components/shell/live-updates.tsx';
import { useNotify } from '#components/ui/feedback/action-outcome.tsx';
import { scanFleet } from '#lib/api/client/commands.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** Looks again at everything under the filter. */
export function ScanButton({ filter }: { filter: string }) {
  const notify = useNotify();
  const { scan: running } = useLive();
  const scan = useMutation({
    mutationFn: () => scanFleet(filter),
    onSuccess: ({ total }) => notify({ text: `Scanning ${counted(total, 'image')}.` }),
    onError: (error) => notify({ error }),
  });
  return (
    <AllowedButton
      permission="track"
      disabled={scan.isPending || running !== null}
      onClick={() => scan.mutate()}
    >
      <RefreshCw aria-hidden size={14} />
      Scan
    </AllowedButton>
  );
}
