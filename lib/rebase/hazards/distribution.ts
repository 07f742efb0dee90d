import type { PlanWarning } from '../rebase.ts';
import type { EffectiveOsRelease } from './base-listing.ts';
import type { OsRelease } from './os-release.ts';

type Warnings = readonly PlanWarning[];

const MUSL = ['alpine', 'postmarketos', 'adelie', 'chimera', 'openwrt'];
const GLIBC = [
  'debian',
  'ubuntu',
  'fedora',
  'rhel',
  'centos',
  'rocky',
  'almalinux',
  'ol',
  'amzn',
  'mariner',
  'azurelinux',
  'photon',
  'suse',
  'opensuse',
  'sles',
  'arch',
  'wolfi',
  'chainguard',
];
/** Distributions whose releases differ in the second number, too. */
const RELEASED_BY_MINOR = ['alpine', 'ubuntu'];

/** Warns if the new base has another distribution, C library or major version. */
export function distributionWarnings(
  platform: string,
  from: EffectiveOsRelease,
  to: EffectiveOsRelease,
): Warnings {
  if (from.state === 'unknown' || to.state === 'unknown') return [];
  if (from.state === 'named' && to.state === 'named') {
    return from.osRelease.id === to.osRelease.id
      ? versionWarnings(platform, from.osRelease, to.osRelease)
      : [distributionWarning(platform, from.osRelease, to.osRelease)];
  }
  if (from.state === to.state) return [];
  const detail = `The old base ${called(from)}, the new base ${called(to)}. Programs, libraries or files that the app uses may be missing.`;
  return [{ kind: 'distribution', platform, detail }];
}

function called(base: EffectiveOsRelease): string {
  return base.state === 'named' ? `is ${base.osRelease.prettyName}` : 'names no distribution';
}

function distributionWarning(platform: string, from: OsRelease, to: OsRelease): PlanWarning {
  const [before, after] = [libcOf(from), libcOf(to)];
  const isOther = before !== null && after !== null && before !== after;
  const meaning = isOther
    ? `Their C libraries differ (${before}, ${after}): programs linked against one do not run with the other. Rebuild the image, unless its programs are statically linked or interpreted.`
    : 'Libraries and paths may differ from those that the app was built with.';
  const detail = `The distribution changes from ${from.prettyName} to ${to.prettyName}. ${meaning}`;
  return { kind: 'distribution', platform, detail };
}

function versionWarnings(platform: string, from: OsRelease, to: OsRelease): Warnings {
  const [before, after] = [majorOf(from), majorOf(to)];
  if (before === after) return [];
  const detail = `The distribution’s version changes from ${nameAndVersion(from)} to ${nameAndVersion(to)}. Libraries may have other versions than the app was built with.`;
  return [{ kind: 'major-version', platform, detail }];
}

/** The C library that a distribution is built on; `null` where that is not known. */
export function libcOf({ id, idLike }: OsRelease): 'musl' | 'glibc' | null {
  for (const name of [id, ...idLike]) {
    if (MUSL.includes(name)) return 'musl';
    if (GLIBC.includes(name) || name.startsWith('opensuse')) return 'glibc';
  }
  return null;
}

/** The part of a version within which a distribution keeps its libraries compatible; a rolling one's code name. */
function majorOf({ id, versionId, versionCodename }: OsRelease): string | null {
  if (versionId === null) return versionCodename;
  const parts = versionId.split(/[._-]/);
  return parts.slice(0, RELEASED_BY_MINOR.includes(id) ? 2 : 1).join('.');
}

/** A distribution's name, with its version where the name does not have it. */
function nameAndVersion({ prettyName, versionId }: OsRelease): string {
  return versionId === null || prettyName.includes(versionId) ? prettyName : `${prettyName} ${versionId}`;
}
