import type { FoundTag } from '../selection/found-tag.ts';

/** A part of a registry whose tags are listed together: mostly one repository. */
export interface Container {
  /** Names it in checkpoints and messages; unique within the source. */
  readonly key: string;
  /** The path in the registry, if all its tags have this one: tags of unwanted repositories are not listed. */
  readonly repository: string | undefined;
  /** What the API names it by, if that is another name. */
  readonly id?: string;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page is; `undefined` on the last one. */
  readonly next: string | undefined;
  /** How many entries the whole list has, skipped ones included, where the registry says so. */
  readonly total?: number | undefined;
  /** Entries of this page as `total` counts them, if items and skipped ones are counted otherwise. */
  readonly entries?: number;
  /** Entries of this page that are no item: untagged manifests, names that break the grammar. */
  readonly skipped: number;
}

/** Lists one registry, page by page. Each call is one request to the registry; all reject with `RegistryError`. */
export interface Lister {
  /** The right that each list needs, in the registry's own words. */
  readonly rights: { readonly repositories: string; readonly tags: string };
  /** A page of containers: the first one, or the one at `cursor`. */
  repositories(cursor: string | undefined): Promise<Page<Container>>;
  /** A page of the tags of a container. */
  tags(container: Container, cursor: string | undefined): Promise<Page<FoundTag>>;
}
