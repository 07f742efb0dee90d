// What differs in the contents of two images: files, and the packages that their databases list.
import type { FileDifference } from './files/compare-trees.ts';
import type { PackageChange } from './packages/compare-packages.ts';
import type { PackageKind } from './vocabulary.ts';

/** Why something was not compared; each is a sentence. Never to be shown as "no change". */
export interface NotCompared {
  readonly state: 'not-compared';
  readonly reasons: readonly string[];
}

/** The packages of one image by the kind of their database. */
export interface PackageCount {
  readonly kind: PackageKind;
  /** Null where the image has no database of this kind. */
  readonly before: number | null;
  readonly after: number | null;
}

export type PackageDifference =
  | {
      readonly state: 'compared';
      readonly kinds: readonly PackageCount[];
      readonly items: readonly PackageChange[];
      /** Databases that could not be read, one sentence each: packages of that kind are not compared. */
      readonly notRead: readonly string[];
    }
  /** Neither image has a package database that Baseboard knows. */
  | { readonly state: 'no-database' }
  | NotCompared;

export interface ContentsDifference {
  readonly files: ({ readonly state: 'compared' } & FileDifference) | NotCompared;
  readonly packages: PackageDifference;
}
