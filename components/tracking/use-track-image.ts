import { useRouter } from 'next/navigation';
import { useNotify } from '#components/ui/feedback/action-outcome.tsx';
import { useTrack } from './use-track-images.ts';

/** Tracks one reference and opens its page. */
export function useTrackOne() {
  const router = useRouter();
  const notify = useNotify();
  const { mutate, isPending } = useTrack();
  const track = (reference: string) =>
    mutate([reference], {
      onSuccess: ([image]) => image && router.push(`/images/${image.id}`),
      onError: (error) => notify({ error }),
    });
  return { track, busy: isPending };
}
