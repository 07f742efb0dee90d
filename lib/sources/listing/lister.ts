import type { FoundTag } from '../selection/found-tag.ts';
import type { ListingProblem } from './listing-problem.ts';

/** Tags that a registry lists together: mostly those of one repository. */
export interface TagList {
  /** Its name in checkpoints and messages; unique within the source. */
  readonly key: string;
  /** The repository, if all tags have the same one. Lists of unwanted repositories are not requested. */
  readonly repository: string | undefined;
  /** Its name in the API, if that is another one. */
  readonly id?: string;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page is; `undefined` on the last one. */
  readonly next: string | undefined;
  /** How many entries the whole list has, skipped ones included, where the registry says so. */
  readonly total?: number | undefined;
  /** Entries of this page as `total` counts them; by default, items and skipped ones. */
  readonly entries?: number;
  /** Entries of this page that are left out: untagged manifests, invalid names. */
  readonly skipped: number;
  /** Entries that should have been listed, and could not: the listing is not complete. */
  readonly problems?: readonly ListingProblem[];
}

/** Lists one registry, page by page. Each call is one request to the registry; all reject with `RegistryError`. */
export interface Lister {
  /** The right that each list needs, in the registry's own words. */
  readonly rights: { readonly repositories: string; readonly tags: string };
  /** A page of the tag lists, mostly one for each repository: the first page, or the one at `cursor`. */
  repositories(cursor: string | undefined): Promise<Page<TagList>>;
  /** A page of the tags in a list. */
  tags(list: TagList, cursor: string | undefined): Promise<Page<FoundTag>>;
}
