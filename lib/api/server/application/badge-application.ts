import type { z } from 'zod';
import type { Caller } from '#lib/access/roles.ts';
import type { Config } from '#lib/config/config.ts';
import type { WithClock, WithDatabase } from '#lib/fleet/capabilities.ts';
import type { Events } from '#lib/fleet/services/events.ts';
import { markImage, markImages } from '#lib/fleet/sharing/mark-public.ts';
import { readFleetBadge, readImageBadge } from '#lib/fleet/sharing/read-badge.ts';
import { readFeed } from '#lib/fleet/sharing/read-feed.ts';
import type { AtomFeed } from '#lib/sharing/atom-feed.ts';
import { BADGE_STYLE, type Badge, shieldsBadge } from '#lib/sharing/badge/badge.ts';
import { type BadgeFormat, parseBadgePath } from '#lib/sharing/badge/badge-path.ts';
import { badgeSvg } from '#lib/sharing/badge/badge-svg.ts';
import type { imagePatch } from '../../contract/images/images.ts';
import type { publicRequest } from '../../contract/images/selection.ts';
import { presentFeed } from '../../present/feed.ts';
import { presentImage } from '../../present/images.ts';
import { createAnonymousWork } from '../limits/anonymous-work-limit.ts';
import { editorOf } from './editor-of.ts';
import { knownId } from './known-id.ts';

/** The badge's options as the request has them; any text is possible. */
export interface BadgeOptions {
  readonly label: string | null;
  readonly style: string | null;
}

/** The address of a feed: the server's origin, the filter, and the query string. */
export interface FeedPlace {
  readonly origin: string;
  readonly filter: string;
  readonly query: string;
}

/** A badge as a document to send. */
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

/** Limits for anonymous requests that read the fleet; results are cached until something changes. */
const ANONYMOUS_LIMITS = { atOnce: 2, waiting: 50, capacity: 500, sizeOf: () => 1 };

/** Public images, badges and the feed, for routes, with the contract's types. */
export function createBadgeApplication(
  context: WithDatabase & WithClock & { readonly events: Events },
  { sla }: Pick<Config, 'sla'>,
) {
  const bounds = { ...ANONYMOUS_LIMITS, maxAge: { ms: 10_000, clock: context.clock } };
  const badges = createAnonymousWork<Badge>(bounds);
  const feeds = createAnonymousWork<Awaited<ReturnType<typeof readFeed>>>(bounds);
  const changed = () => {
    badges.clear();
    feeds.clear();
  };
  context.events.subscribe(changed);
  return {
    async patchImage(id: string, request: z.output<typeof imagePatch>, who: Caller) {
      const image = await markImage(context, knownId(id), request.public, editorOf(who));
      changed();
      return presentImage(image);
    },
    async markImages({ public: isPublic, ...selection }: z.output<typeof publicRequest>, who: Caller) {
      const { changedIds, total } = await markImages(context, selection, isPublic, editorOf(who));
      changed();
      return { changed: changedIds.length, total, changedIds };
    },

    /** The badge at a path, `/badge/…`; null if it does not end in a known format. */
    async imageBadge(path: string, options: BadgeOptions): Promise<BadgeDocument | null> {
      const request = parseBadgePath(path);
      if (request === undefined) return null;
      return draw(await readImageBadge(context, request.reference, sla), request.format, options);
    },
    async fleetBadge(format: BadgeFormat, filter: string, options: BadgeOptions): Promise<BadgeDocument> {
      return draw(await badges.get(filter, () => readFleetBadge(context, filter, sla)), format, options);
    },
    /** The feed at an address: of all images for a caller who may read the fleet, of public ones for others (null). */
    async readFeed({ origin, filter, query }: FeedPlace, reader: Caller | null): Promise<AtomFeed> {
      const changes =
        reader === null
          ? await feeds.get(filter, () => readFeed(context, filter, true))
          : await readFeed(context, filter, false);
      return presentFeed(changes, origin, { filter, query });
    },
  };
}
