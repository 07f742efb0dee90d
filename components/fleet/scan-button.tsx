'use client';

import { useMutation } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { useWhyNot } from '#components/access/current-user.tsx';
import { usePageActions } from '#components/commands/page-actions.ts';
import { useLive } from '#components/live/live-updates.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { scanFleet } from '#lib/api/client/fleet.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** Scans every image that matches the filter. */
export function ScanButton({ filter }: { filter: string }) {
  const toast = useToast();
  const { scan: running } = useLive();
  const scan = useMutation({
    mutationFn: () => scanFleet(filter),
    onSuccess: ({ total }) => toast({ text: `Scanning ${counted(total, 'image')}.` }),
    onError: (error) => toast({ error }),
  });
  const isOffered = useWhyNot('track') === undefined && filter !== '' && running === null;
  const act = () => scan.mutate();
  usePageActions(
    isOffered ? [{ id: 'scan', label: 'Scan the images of this filter', also: 'check', act }] : [],
  );
  return (
    <AllowedButton permission="track" disabled={scan.isPending || running !== null} onClick={act}>
      <RefreshCw aria-hidden size={14} />
      Scan
    </AllowedButton>
  );
}
