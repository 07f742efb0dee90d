import { compareApk } from '../versions/apk-version.ts';
import { compareDpkg } from '../versions/dpkg-version.ts';
import { compareRpm } from '../versions/rpm-version.ts';
import type { PackageChangeKind, PackageKind } from '../vocabulary.ts';
import type { InstalledPackage } from './package.ts';

/** A package that differs; `before` and `after` are versions, null where it is not installed. */
export interface PackageChange {
  readonly kind: PackageKind;
  readonly name: string;
  readonly architecture: string;
  readonly change: PackageChangeKind;
  readonly before: string | null;
  readonly after: string | null;
}

const COMPARE: Readonly<Record<PackageKind, (a: string, b: string) => number | undefined>> = {
  dpkg: compareDpkg,
  apk: compareApk,
  rpm: compareRpm,
};

/**
 * The packages of one kind that differ, by name. A package may be installed in several versions at once, as kernels
 * are: then each version counts by itself.
 */
export function comparePackages(
  kind: PackageKind,
  before: readonly InstalledPackage[],
  after: readonly InstalledPackage[],
): PackageChange[] {
  const [one, other] = [versionsOf(before), versionsOf(after)];
  return [...new Set([...one.keys(), ...other.keys()])].sort().flatMap((key): PackageChange[] => {
    const [name = '', architecture = ''] = key.split('\0');
    const named = { kind, name, architecture };
    const gone = [...(one.get(key) ?? [])].filter((version) => !other.get(key)?.has(version));
    const come = [...(other.get(key) ?? [])].filter((version) => !one.get(key)?.has(version));
    const [was, is] = [gone[0], come[0]];
    if (was !== undefined && is !== undefined && gone.length === 1 && come.length === 1)
      return [{ ...named, change: direction(kind, was, is), before: was, after: is }];
    return [
      ...gone.map((version) => ({ ...named, change: 'removed' as const, before: version, after: null })),
      ...come.map((version) => ({ ...named, change: 'added' as const, before: null, after: version })),
    ];
  });
}

function direction(kind: PackageKind, before: string, after: string): PackageChangeKind {
  const order = COMPARE[kind](before, after);
  if (order === undefined || order === 0) return 'changed';
  return order < 0 ? 'upgraded' : 'downgraded';
}

function versionsOf(packages: readonly InstalledPackage[]): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const { name, architecture, version } of packages) {
    const key = `${name}\0${architecture}`;
    versions.set(key, (versions.get(key) ?? new Set()).add(version));
  }
  return versions;
}
