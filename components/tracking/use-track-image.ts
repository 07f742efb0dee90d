import { useRouter } from 'next/navigation';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { useTrackImages } from './use-track-images.ts';

/** Tracks one reference and opens its page, also if the component that started it is closed by then. */
export function useTrackImage() {
  const router = useRouter();
  const toast = useToast();
  const { mutateAsync, isPending } = useTrackImages();
  // Not the callbacks of `mutate`: they are not called once the command palette or the first page has closed.
  const track = (reference: string) =>
    void mutateAsync([reference]).then(
      ([image]) => image && router.push(`/images/${image.id}`),
      (error: unknown) => toast({ error }),
    );
  return { track, busy: isPending };
}
