import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { closeSampleFleet, openSampleFleet } from '#lib/api/client/fleet.ts';

/** Opens and removes the sample fleet, and refetches everything. */
export function useSampleFleet() {
  const client = useQueryClient();
  const toast = useToast();
  const onSuccess = () => client.invalidateQueries();
  const onError = (error: Error) => toast({ error });
  const open = useMutation({ mutationFn: openSampleFleet, onSuccess, onError });
  const close = useMutation({ mutationFn: closeSampleFleet, onSuccess, onError });
  return { open, close };
}
