import type { z } from 'zod';
import type { Caller } from '#lib/access/roles.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { type Marker, markImage, markImages } from '#lib/fleet/sharing/mark-public.ts';
import { readFleetBadge, readImageBadge } from '#lib/fleet/sharing/read-badge.ts';
import { readFeed } from '#lib/fleet/sharing/read-feed.ts';
import type { AtomFeed } from '#lib/sharing/atom-feed.ts';
import { BADGE_STYLE, type Badge, shieldsBadge } from '#lib/sharing/badge/badge.ts';
import { type BadgeFormat, parseBadgePath } from '#lib/sharing/badge/badge-path.ts';
import { badgeSvg } from '#lib/sharing/badge/badge-svg.ts';
import type { imagePatch, publicRequest } from '../../contract/images/images.ts';
import { presentFeed } from '../../present/feed.ts';
import { presentImage } from '../../present/images.ts';
import { peerAddress } from '../http/peer-address.ts';
import { createPublicWork } from '../limits/anonymous-work-limit.ts';
import { knownId } from './known-id.ts';

/** How a badge's reader wants it; anything may stand here. */
export interface BadgeOptions {
  readonly label: string | null;
  readonly style: string | null;
}

/** Where a feed is: the server's address, and the part of its own that chooses what it tells. */
export interface FeedPlace {
  readonly origin: string;
  readonly filter: string;
  readonly query: string;
}

/** A badge as it is sent. */
export interface BadgeDocument {
  readonly mediaType: string;
  readonly text: string;
}

function draw(badge: Badge, format: BadgeFormat, { label, style }: BadgeOptions): BadgeDocument {
  if (format === 'json') {
    return { mediaType: 'application/json', text: JSON.stringify(shieldsBadge(badge, label)) };
  }
  const known = BADGE_STYLE.find((name) => name === style);
  return { mediaType: 'image/svg+xml; charset=utf-8', text: badgeSvg(badge, label, known) };
}

function markerOf({ name }: Caller): Marker {
  return { name, address: peerAddress() };
}

/** Reads the fleet for anonymous requests: few filters at a time, cached until something changes. */
const FOR_ANYONE = { atOnce: 2, waiting: 50, room: 500, sizeOf: () => 1 };

/** Public marks, badges and the feed, as routes call them, in the contract's words. */
export function createBadgeApplication(context: FleetContext) {
  const bounds = { ...FOR_ANYONE, maxAge: { ms: 10_000, clock: context.clock } };
  const badges = createPublicWork<Badge>(bounds);
  const feeds = createPublicWork<Awaited<ReturnType<typeof readFeed>>>(bounds);
  const changed = () => {
    badges.clear();
    feeds.clear();
  };
  context.events.subscribe(changed);
  return {
    async patchImage(id: string, asked: z.output<typeof imagePatch>, who: Caller) {
      const image = await markImage(context, knownId(id), asked.public, markerOf(who));
      changed();
      return presentImage(image);
    },
    async markImages({ filter, ids, public: isPublic }: z.output<typeof publicRequest>, who: Caller) {
      const marked = await markImages(
        context,
        ids === undefined ? { filter: filter ?? '' } : { ids },
        isPublic,
        markerOf(who),
      );
      changed();
      return { changed: marked.changed, total: marked.total };
    },

    /** The badge at a path, `/badge/…`; null where it ends in no known format. */
    async imageBadge(path: string, look: BadgeOptions): Promise<BadgeDocument | null> {
      const asked = parseBadgePath(path);
      if (asked === undefined) return null;
      return draw(await readImageBadge(context, asked.reference), asked.format, look);
    },
    async fleetBadge(format: BadgeFormat, filter: string, look: BadgeOptions): Promise<BadgeDocument> {
      return draw(await badges.get(filter, () => readFleetBadge(context, filter)), format, look);
    },
    /** The feed at a place: for whoever may read the fleet all of it, for others (null) what is public. */
    async readFeed({ origin, filter, query }: FeedPlace, reader: Caller | null): Promise<AtomFeed> {
      const turns =
        reader === null
          ? await feeds.get(filter, () => readFeed(context, filter, true))
          : await readFeed(context, filter, false);
      return presentFeed(turns, origin, { filter, query });
    },
  };
}
