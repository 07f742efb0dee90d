import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { quoted } from '#components/filter/filter-text.ts';
import { changesHref } from '#components/history/hrefs.ts';
import { useTrackImage } from '#components/tracking/use-track-image.ts';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import { closeSampleFleet, fleetQuery, openSampleFleet, scanFleet } from '#lib/api/client/fleet.ts';
import { imagesPath } from '#lib/api/client/images.ts';
import { requestJson } from '#lib/api/client/request.ts';
import type { ImagePageView } from '#lib/api/contract/images/images.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { DESTINATIONS } from '../destinations.ts';
import { applyTheme } from '../theme-switch.tsx';
import { basesMatching, matchesText, referenceToTrack } from './command-matches.ts';

/** Something the palette offers: a page at `href`, or an action. */
export interface Command {
  readonly id: string;
  readonly group: string;
  readonly label: ReactNode;
  readonly aside?: ReactNode;
  readonly href?: string;
  readonly act?: () => void;
  /** False for an action that replaces the palette with another dialog. */
  readonly closes?: boolean;
}

const IMAGES_SHOWN = 8;

/** What the palette offers for a text: matching actions and bases, and images found by the server. */
export function useCommands(text: string, onKeys: () => void): { commands: Command[]; searching: boolean } {
  const wanted = useDeferredValue(text.trim());
  const images = useQuery({
    queryKey: ['images', 'jump', wanted],
    queryFn: ({ signal }) =>
      requestJson<ImagePageView>(
        imagesPath(
          { filter: wanted === '' ? '' : quoted(wanted), sort: 'reference' },
          undefined,
          IMAGES_SHOWN,
        ),
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  const fleet = useQuery(fleetQuery(''));
  const actions = useActions(onKeys);

  const imageCommands = (images.data?.items ?? []).map(
    ({ id, reference, status }): Command => ({
      id,
      group: 'Image',
      label: <Reference value={reference} />,
      aside: <StatusBadge status={status} />,
      href: `/images/${id}`,
    }),
  );
  const baseCommands = basesMatching(fleet.data?.bases ?? [], wanted).map(
    ({ name, stale, images: all }): Command => ({
      id: `base ${name}`,
      group: 'Base',
      label: <Reference value={name} />,
      aside: <span className="text-xs text-muted">{`${stale} of ${all} stale`}</span>,
      href: `/?filter=${encodeURIComponent(`base:${quoted(name)}`)}`,
    }),
  );
  const found = [...imageCommands, ...baseCommands];
  const tracking = useTrackCommand(wanted, found.length === 0 && !images.isFetching);
  return {
    commands: [...found, ...tracking, ...actions.filter(({ label }) => matchesText(String(label), wanted))],
    searching: images.isFetching,
  };
}

function useTrackCommand(text: string, nothingFound: boolean): Command[] {
  const { track } = useTrackImage();
  const mayTrack = useWhyNot('track') === undefined;
  const reference = mayTrack && nothingFound ? referenceToTrack(text) : undefined;
  if (reference === undefined) return [];
  const act = () => track(reference);
  return [{ id: 'track', group: 'Track', label: <Reference value={reference} />, act }];
}

function useActions(onKeys: () => void): Command[] {
  const client = useQueryClient();
  const toast = useToast();
  const mayTrack = useWhyNot('track') === undefined;
  const fleet = useQuery(fleetQuery(''));
  const run = useMutation({
    mutationFn: (action: () => Promise<string>) => action(),
    onSuccess: async (text) => {
      toast({ text });
      await client.invalidateQueries();
    },
    onError: (error) => toast({ error }),
  });
  const action = (label: string, act: () => void, closes = true): Command => ({
    id: label,
    group: 'Do',
    label,
    act,
    closes,
  });
  const scan = action('Scan the whole fleet', () =>
    run.mutate(async () => `Scanning ${counted((await scanFleet('')).total, 'image')}.`),
  );
  const sample = fleet.data?.sampleOpen
    ? action('Remove sample fleet', () =>
        run.mutate(async () => {
          await closeSampleFleet();
          return 'Sample fleet removed.';
        }),
      )
    : action('Open sample fleet', () =>
        run.mutate(async () => `Sample fleet opened: ${(await openSampleFleet()).images} images.`),
      );
  return [
    ...DESTINATIONS.map(({ name, href }): Command => ({ id: href, group: 'Go', label: name, href })),
    { id: 'changes', group: 'Go', label: 'Changes in the last 24 hours', href: changesHref() },
    ...(mayTrack ? [scan, sample] : []),
    action('Theme: light', () => applyTheme('light')),
    action('Theme: dark', () => applyTheme('dark')),
    action('Theme: system', () => applyTheme('system')),
    action('Show keyboard shortcuts', onKeys, false),
  ];
}
