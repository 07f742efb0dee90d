import type { FoundTag } from '../selection/found-tag.ts';
import type { Lister, TagList } from './lister.ts';
import { concernsOneRepository, type ListingProblem, problemOf } from './listing-problem.ts';
import { type ListPlace, pagesOf } from './page-walk.ts';

/** Where a listing continues: after a crash, a rate limit or a spent budget. JSON. */
export interface Checkpoint {
  /** The page of repositories. */
  readonly page: ListPlace;
  /** The repository on that page whose tags were being read; null before the first. */
  readonly at: string | null;
  /** The page of its tags. */
  readonly tags: ListPlace;
  /** Repositories that could not be listed: a resumed listing is not complete either. */
  readonly problems: readonly ListingProblem[];
  /** Repositories that are done, unwanted ones included. */
  readonly repositories: number;
  /** Of those, the unwanted ones: their tags were not requested. */
  readonly unwanted: number;
  /** Entries without a valid tag: untagged manifests, invalid names, names on another host. */
  readonly skipped: number;
}

/** What one page of a listing found. */
export interface ListingStep {
  readonly tags: readonly FoundTag[];
  /** How many repositories there are, where the registry says so. */
  readonly total: number | undefined;
  /** True on the last page of a list of tags. */
  readonly endsList: boolean;
  /** Where to continue after this page. */
  readonly checkpoint: Checkpoint;
}

/** How a listing ended. It is complete if it has no problems and no checkpoint. */
export interface ListingEnd {
  readonly problems: readonly ListingProblem[];
  /** Set if the listing stopped before its end. */
  readonly checkpoint: Checkpoint | undefined;
  readonly repositories: number;
  readonly unwanted: number;
  readonly skipped: number;
}

/** How to list. */
export interface ListingOptions {
  /** False for repositories that the selection leaves out: their tags are not requested. */
  readonly wants: (repository: string) => boolean;
  readonly resume?: Checkpoint | undefined;
}

const BEGINNING: ListPlace = { cursor: null, entries: 0 };
const START: Checkpoint = {
  ...{ page: BEGINNING, at: null, tags: BEGINNING },
  ...{ problems: [], repositories: 0, unwanted: 0, skipped: 0 },
};
/** A listing with more problems stops. */
const MAX_PROBLEMS = 1000;
/** Repositories in a row without an answer after which the registry counts as unreachable. */
const MAX_UNREACHABLE = 3;

/**
 * Lists a registry: yields each page of tags, and returns how it ended. Problems are part of the result. After a
 * problem with one repository, the others are still listed; any other problem stops the listing at its checkpoint.
 */
export async function* readListing(
  lister: Lister,
  options: ListingOptions,
): AsyncGenerator<ListingStep, ListingEnd> {
  const resume = options.resume ?? START;
  const problems = [...resume.problems];
  let place: Checkpoint = resume;
  let unreachable = 0;
  const move = (to: Partial<Checkpoint>) => {
    place = { ...place, ...to, problems: [...problems] };
    return place;
  };
  /** A page that is read again, by a resumed listing, has the same problems again. */
  const note = (found: readonly ListingProblem[] = []) => {
    const fresh = found.filter(({ message }) => problems.every((known) => known.message !== message));
    problems.push(...fresh.slice(0, MAX_PROBLEMS - problems.length));
  };
  const end = (checkpoint: Checkpoint | undefined, ...more: ListingProblem[]): ListingEnd => {
    const { repositories, unwanted, skipped } = place;
    return { problems: [...problems, ...more], checkpoint, repositories, unwanted, skipped };
  };

  const pages = pagesOf(resume.page, 'the list of repositories', (cursor) => lister.repositories(cursor));
  for (let first = true; ; first = false) {
    let page: Awaited<ReturnType<typeof pages.next>>;
    try {
      page = await pages.next();
    } catch (thrown) {
      const problem = problemOf(thrown, lister.rights.repositories);
      // Reading the same page again would not help: the list would be too short or endless again.
      const isFinal = problem.code === 'shorter-than-announced' || problem.code === 'endless';
      if (!first) move({ page: pages.place(), at: null, tags: BEGINNING });
      return end(isFinal ? undefined : place, problem);
    }
    if (page === undefined) return end(undefined);
    note(page.problems);
    if (!first) move({ page: page.place, at: null, tags: BEGINNING });
    move(place.at === null ? { skipped: place.skipped + page.skipped } : {});
    // The page may have changed since: then it is read from its start, and a tag that comes twice counts once.
    const resumeAt = first ? page.items.findIndex(({ key }) => key === resume.at) : -1;
    for (const list of page.items.slice(Math.max(resumeAt, 0))) {
      const resumed = resumeAt >= 0 && list.key === resume.at;
      if (!resumed) move({ at: list.key, tags: BEGINNING });
      const wanted = isWanted(list, options);
      if (wanted) {
        try {
          for await (const tags of tagPages(lister, list, place.tags)) {
            note(tags.problems);
            const skipped = place.skipped + tags.skipped;
            const checkpoint = move({ tags: tags.following, skipped });
            yield { tags: tags.items, total: page.total, endsList: tags.next === undefined, checkpoint };
          }
          unreachable = 0;
        } catch (thrown) {
          const problem = problemOf(thrown, lister.rights.tags);
          unreachable = problem.code === 'unreachable' ? unreachable + 1 : 0;
          const ends = problems.length >= MAX_PROBLEMS || unreachable >= MAX_UNREACHABLE;
          if (ends || !concernsOneRepository(problem)) return end(move({}), problem);
          problems.push(problem);
        }
      }
      move({
        repositories: place.repositories + 1,
        unwanted: place.unwanted + (wanted ? 0 : 1),
      });
    }
  }
}

function isWanted({ repository }: TagList, { wants }: ListingOptions): boolean {
  return repository === undefined || wants(repository);
}

async function* tagPages(lister: Lister, list: TagList, from: ListPlace) {
  const what = `the list of tags of ${list.key}`;
  const pages = pagesOf(from, what, (cursor) => lister.tags(list, cursor));
  for (let page = await pages.next(); page !== undefined; page = await pages.next()) yield page;
}
