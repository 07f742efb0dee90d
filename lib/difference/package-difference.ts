import type { PackageDifference } from './contents.ts';
import { comparePackages } from './packages/compare-packages.ts';
import type { InstalledPackage } from './packages/package.ts';
import { PACKAGE_KIND, type PackageKind } from './vocabulary.ts';

/** The packages of one database of an image, or why they were not read. */
export interface ReadDatabase {
  readonly kind: PackageKind;
  readonly path: string;
  readonly packages: readonly InstalledPackage[] | { readonly problem: string };
}

/** Packages of a change that are listed; images have fewer. */
const MAX_CHANGES = 5000;

/** The packages that differ between two images, by kind. A kind with a database that was not read is not compared. */
export function packageDifference(
  before: readonly ReadDatabase[],
  after: readonly ReadDatabase[],
): PackageDifference {
  const notRead = [
    ...before.flatMap((database) => whyNot(database, 'before')),
    ...after.flatMap((database) => whyNot(database, 'after')),
  ];
  const isRead = (kind: PackageKind) =>
    [...before, ...after].every((each) => each.kind !== kind || !('problem' in each.packages));
  const present = PACKAGE_KIND.filter((kind) => [...before, ...after].some((each) => each.kind === kind));
  if (present.length === 0) return { state: 'no-database' };
  const compared = present.filter(isRead);
  if (compared.length === 0) return { state: 'not-compared', reasons: notRead };
  const kinds = compared.map((kind) => ({
    kind,
    before: countOf(before, kind),
    after: countOf(after, kind),
  }));
  const items = compared.flatMap((kind) =>
    comparePackages(kind, packagesOf(before, kind), packagesOf(after, kind)),
  );
  const cut =
    items.length > MAX_CHANGES
      ? [`${items.length} packages differ; the first ${MAX_CHANGES} of them are listed.`]
      : [];
  return { state: 'compared', kinds, items: items.slice(0, MAX_CHANGES), notRead: [...notRead, ...cut] };
}

function whyNot({ path, packages }: ReadDatabase, image: 'before' | 'after'): string[] {
  return 'problem' in packages ? [`/${path} of the image ${image} was not read: ${packages.problem}.`] : [];
}

function packagesOf(databases: readonly ReadDatabase[], kind: PackageKind): InstalledPackage[] {
  return databases.flatMap((each) =>
    each.kind === kind && !('problem' in each.packages) ? each.packages : [],
  );
}

function countOf(databases: readonly ReadDatabase[], kind: PackageKind): number | null {
  const own = databases.filter((each) => each.kind === kind);
  return own.length === 0 ? null : packagesOf(own, kind).length;
}
