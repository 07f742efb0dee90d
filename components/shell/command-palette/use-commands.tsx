import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { quoted } from '#components/filter/filter-text.ts';
import { useTrackImages } from '#components/tracking/use-track-images.ts';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import { savedFiltersQuery } from '#lib/api/client/filters.ts';
import { fleetQuery } from '#lib/api/client/fleet.ts';
import { namedImagesQuery } from '#lib/api/client/images.ts';
import { formatReference, tryParseReference } from '#lib/oci/reference.ts';
import type { Command } from './command.ts';
import { type Ranked, rankCommands } from './rank-commands.ts';
import { recentCommands } from './recent-commands.ts';
import { useEverywhere, useHere } from './use-actions.ts';

/** The most results of the server that are compared, and the most of each kind that are listed. */
const IMAGES_FOUND = 24;
const IMAGES_SHOWN = 8;
const BASES_SHOWN = 5;

/** What the palette offers for a text, the best first; images are found by the server. */
export function useCommands(text: string): {
  commands: Ranked<Command>[];
  /** Whether the answer for this text has arrived or failed. Until then, images are missing or match an earlier text. */
  isAnswered: boolean;
} {
  const wanted = useDeferredValue(text.trim());
  const [recent] = useState(recentCommands);
  const images = useQuery({
    ...namedImagesQuery(searchOf(wanted), IMAGES_FOUND),
    placeholderData: keepPreviousData,
  });
  const fleet = useQuery(fleetQuery(''));
  const saved = useQuery(savedFiltersQuery());
  const here = useHere();
  const everywhere = useEverywhere();
  const tracking = useTrackCommand(wanted);

  const imageCommands = (images.data?.items ?? []).map(
    ({ id, reference, status }): Command => ({
      id: `/images/${id}`,
      group: 'Image',
      words: reference,
      isReference: true,
      isFound: !images.isPlaceholderData,
      aside: <StatusBadge status={status} />,
      href: `/images/${id}`,
    }),
  );
  const baseCommands = (wanted === '' ? [] : (fleet.data?.bases ?? [])).map(
    ({ name, stale, images: all }): Command => ({
      id: `base ${name}`,
      group: 'Base',
      words: name,
      isReference: true,
      aside: <span className="text-xs text-muted">{`${stale} of ${all} stale`}</span>,
      href: `/?filter=${encodeURIComponent(`base:${quoted(name)}`)}`,
    }),
  );
  const savedCommands = (saved.data ?? []).map(
    ({ id, name, filter }): Command => ({
      id: `filter ${id}`,
      group: 'Filter',
      words: name,
      also: filter,
      aside: <code className="max-w-64 truncate text-xs text-muted max-sm:hidden">{filter}</code>,
      href: `/?filter=${encodeURIComponent(filter)}`,
    }),
  );
  const known = new Set(
    [...savedCommands, ...imageCommands, ...baseCommands, ...here, ...everywhere].map(({ id }) => id),
  );
  const usedBefore = recent.flatMap(({ id, group, words, href }): Command[] =>
    href === null || known.has(id)
      ? []
      : [{ id, group, words, href, isReference: group === 'Image' || group === 'Base' }],
  );
  const ids = recent.map(({ id }) => id);
  const ranked = rankCommands(
    [
      ...here,
      ...imageCommands.slice(0, wanted === '' ? IMAGES_SHOWN : IMAGES_FOUND),
      ...baseCommands,
      ...savedCommands,
      ...usedBefore,
      ...everywhere,
      ...tracking,
    ],
    wanted,
    ids,
  );
  const isAnswered =
    wanted === text.trim() && (images.isError || (images.isSuccess && !images.isPlaceholderData));
  return { commands: atMost(ranked), isAnswered };
}

/** Every word is part of the reference. */
function searchOf(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(quoted)
    .join(' ');
}

function atMost(commands: readonly Ranked<Command>[]): Ranked<Command>[] {
  const left: Record<string, number> = { Image: IMAGES_SHOWN, Base: BASES_SHOWN };
  return commands.filter(({ group }) => {
    const room = left[group];
    if (room === undefined) return true;
    left[group] = room - 1;
    return room > 0;
  });
}

/** Offers to track what was typed, if it is a reference; and, for a word, to search the fleet for it first. */
function useTrackCommand(text: string): Command[] {
  const { mutate: track } = useTrackImages();
  const mayTrack = useWhyNot('track') === undefined;
  const parsed = text === '' || /\s/.test(text) ? undefined : tryParseReference(text);
  if (parsed === undefined || !mayTrack) return [];
  const reference = formatReference(parsed);
  return [
    {
      id: 'track',
      group: 'Track',
      words: reference,
      isReference: true,
      isTracking: true,
      act: () => track([reference]),
    },
  ];
}
