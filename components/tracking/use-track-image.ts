import { useRouter } from 'next/navigation';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { useTrackImages } from './use-track-images.ts';

/** Tracks one reference and opens its page. */
export function useTrackImage() {
  const router = useRouter();
  const toast = useToast();
  const { mutate, isPending } = useTrackImages();
  const track = (reference: string) =>
    mutate([reference], {
      onSuccess: ([image]) => image && router.push(`/images/${image.id}`),
      onError: (error) => toast({ error }),
    });
  return { track, busy: isPending };
}
