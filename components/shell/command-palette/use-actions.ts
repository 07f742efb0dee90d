import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMe, useWhyNot } from '#components/access/current-user.tsx';
import { useRegisteredActions } from '#components/commands/page-actions.ts';
import { changesHref } from '#components/history/hrefs.ts';
import { sectionsFor } from '#components/settings/sections.ts';
import { openAddImages } from '#components/tracking/add-images.ts';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { closeSampleFleet, fleetQuery, openSampleFleet, scanFleet } from '#lib/api/client/fleet.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { applyTheme } from '../apply-theme.ts';
import { DESTINATIONS } from '../destinations.ts';
import { showKeyList } from '../keyboard/key-list.ts';
import type { Command } from './command.ts';

/** The pages, and what can be done anywhere. */
export function useEverywhere(): Command[] {
  const client = useQueryClient();
  const toast = useToast();
  const permissions = useMe()?.permissions ?? [];
  const mayTrack = useWhyNot('track') === undefined;
  const fleet = useQuery(fleetQuery(''));
  const run = useMutation({
    mutationFn: (action: () => Promise<string>) => action(),
    onSuccess: (text) => {
      toast({ text });
      void client.invalidateQueries();
    },
    onError: (error) => toast({ error }),
  });
  const go = (words: string, href: string, also = ''): Command => ({
    id: href,
    group: 'Go',
    words,
    href,
    also,
  });
  const action = (words: string, act: () => void, also = ''): Command => ({
    id: words,
    group: 'Do',
    words,
    act,
    also,
  });
  const scan = () => run.mutate(async () => `Scanning ${counted((await scanFleet('')).total, 'image')}.`);
  const close = () =>
    run.mutate(async () => {
      await closeSampleFleet();
      return 'Sample fleet removed.';
    });
  const open = () =>
    run.mutate(async () => `Sample fleet opened: ${(await openSampleFleet()).images} images.`);
  const tracking = [
    action('Add images', () => openAddImages(), 'track import paste list file'),
    action('Scan the whole fleet', scan, 'check'),
    fleet.data?.sampleOpen
      ? action('Remove sample fleet', close)
      : action('Open sample fleet', open, 'demo example'),
  ];
  return [
    ...DESTINATIONS.map(({ name, href }) => go(name, href)),
    ...sectionsFor(permissions)
      .filter(({ href }) => href !== '/settings')
      .map(({ name, href }) => go(name, href, 'settings')),
    go('Changes in the last 24 hours', changesHref()),
    go('Help', '/help', 'docs documentation manual'),
    ...(mayTrack ? tracking : []),
    action('Theme: light', () => applyTheme('light')),
    action('Theme: dark', () => applyTheme('dark')),
    action('Theme: system', () => applyTheme('system')),
    action('Show keyboard shortcuts', showKeyList, 'help keys'),
  ];
}

/** What can be done on the current page. */
export function useHere(): Command[] {
  return useRegisteredActions().map((action) => ({
    id: `here ${action.id}`,
    group: 'Here',
    words: action.label,
    ...(action.also === undefined ? {} : { also: action.also }),
    ...(action.href === undefined ? {} : { href: action.href }),
    ...(action.act === undefined ? {} : { act: action.act }),
  }));
}
