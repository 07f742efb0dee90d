import type { Page } from './lister.ts';
import { EndlessListError, ShortListError } from './listing-problem.ts';

/** A place in a list. JSON. */
export interface ListPlace {
  /** The cursor of a page; null for the first. */
  readonly cursor: string | null;
  /** Entries of the pages before it. */
  readonly entries: number;
}

/** A page with its place. */
interface PlacedPage<T> extends Page<T> {
  readonly place: ListPlace;
  /** The place of the next page; on the last page, its own. */
  readonly following: ListPlace;
}

/** A walk through the pages of a list. */
export interface PageWalk<T> {
  /** The next page; `undefined` after the last. */
  next(): Promise<PlacedPage<T> | undefined>;
  /** The place of the page that `next` reads. */
  place(): ListPlace;
}

/** The most pages of one list; with more it counts as endless. A million repositories are 1,000 pages of 1,000. */
const MAX_PAGES = 2000;

/**
 * Reads the pages of a list one by one. Throws {@link EndlessListError}, and {@link ShortListError} after the last page of a
 * list with fewer entries than announced, which would otherwise look complete.
 */
export function pagesOf<T>(
  start: ListPlace,
  what: string,
  read: (cursor: string | undefined) => Promise<Page<T>>,
): PageWalk<T> {
  const seen = new Set<string | null>();
  let place = start;
  let announced = 0;
  let ended = false;
  return {
    place: () => place,
    async next() {
      if (ended) {
        if (place.entries >= announced) return undefined;
        throw new ShortListError(`${what} ended after ${place.entries} of ${announced} entries`);
      }
      if (seen.size >= MAX_PAGES) throw new EndlessListError(`${what} has more than ${MAX_PAGES} pages`);
      if (seen.has(place.cursor)) throw new EndlessListError(`${what} leads back to an earlier page`);
      const page = await read(place.cursor ?? undefined);
      seen.add(place.cursor);
      const at = place;
      const entries = at.entries + (page.entries ?? page.items.length + page.skipped);
      announced = page.total ?? announced;
      ended = page.next === undefined;
      place = { cursor: page.next ?? at.cursor, entries };
      return { ...page, place: at, following: ended ? at : place };
    },
  };
}
