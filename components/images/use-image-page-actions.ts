import { useWhyNot } from '#components/access/current-user.tsx';
import { type PageAction, usePageActions } from '#components/commands/page-actions.ts';
import { hrefAt, useShownMoment } from '#components/history/url-moment.tsx';
import { planHref } from '#components/rebase/hrefs.ts';
import { writeClipboard } from '#components/ui/controls/use-clipboard.ts';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { useImageActions } from './use-image-actions.ts';
import { useImageView } from './use-image-view.ts';

/** Offers the actions on an image in the command palette and to its shortcuts. In the past, only what reads. */
export function useImagePageActions(image: ImageView): void {
  const past = useShownMoment();
  const toast = useToast();
  const { setTab } = useImageView();
  const { scan } = useImageActions();
  const mayRebase = useWhyNot('rebase') === undefined && past === undefined;
  const mayScan = useWhyNot('track') === undefined && past === undefined && image.status !== 'pending';
  const copy = () =>
    writeClipboard(image.reference).then(
      () => toast({ text: 'Reference copied.' }),
      (error: unknown) => toast({ error }),
    );
  const graph = hrefAt(`/graph?focus=${encodeURIComponent(image.reference)}`, past);
  const actions: readonly (PageAction | false)[] = [
    mayRebase && {
      id: 'rebase',
      label: 'Rebase this image',
      also: 'plan base',
      href: planHref({ reference: image.reference }),
    },
    mayScan && {
      id: 'scan',
      label: 'Scan this image',
      also: 'check again refresh',
      act: () => scan.mutate({ ids: [image.id] }),
    },
    {
      id: 'evidence',
      label: 'Show the evidence',
      also: 'claims tab',
      act: () =>
        void setTab('evidence').then(() =>
          document.querySelector<HTMLElement>('[role="tab"][data-state="active"]')?.focus(),
        ),
    },
    { id: 'graph', label: 'Show this image in the graph', href: graph },
    { id: 'copy', label: 'Copy reference', also: 'clipboard name', act: () => void copy() },
  ];
  usePageActions(actions.filter((action) => action !== false));
}
