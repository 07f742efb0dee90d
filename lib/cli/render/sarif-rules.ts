import type { DescribedLineage } from '#lib/lineage/words/described-lineage.ts';

/** The SARIF levels of a problem (SARIF 2.1.0, § 3.27.10). */
type Level = 'error' | 'warning';

/** A kind of finding: its meaning and the action. */
export interface Rule {
  readonly id: string;
  readonly level: Level;
  readonly name: string;
  readonly means: string;
  readonly help: string;
}

/** Every kind of finding, by status and freshness as in `docs/verdicts.md`. */
export const RULES = [
  {
    id: 'stale',
    level: 'warning',
    name: 'BaseMoved',
    means: 'The base’s tag now resolves to an image with other layers.',
    help: 'Rebase the image onto the current base, or rebuild it.',
  },
  {
    id: 'stale-config',
    level: 'warning',
    name: 'BaseConfigMoved',
    means: 'The base has the same layers but another configuration.',
    help: 'Rebase the image, or rebuild it. If the configuration of bases does not matter, check with --tolerate stale-config.',
  },
  {
    id: 'stale-by-ancestor',
    level: 'warning',
    name: 'AncestorMoved',
    means: 'The direct base is current, but one further down moved.',
    help: 'Rebuild the base first, then this image. If others own the base, check with --tolerate stale-by-ancestor.',
  },
  {
    id: 'contradicted',
    level: 'error',
    name: 'BaseContradicted',
    means: 'The image claims a base, but its layers do not start with that base’s layers.',
    help: 'Correct the annotation or label, or rebuild the image on the claimed base.',
  },
  {
    id: 'conflict',
    level: 'error',
    name: 'EvidenceInConflict',
    means: 'Two pieces of evidence name different bases.',
    help: 'Find out which one is right, and correct the other.',
  },
  {
    id: 'base-tag-gone',
    level: 'error',
    name: 'BaseTagGone',
    means: 'The tag of the base was removed; its digest still exists.',
    help: 'Choose another base. The next build will fail without it.',
  },
  {
    id: 'base-digest-gone',
    level: 'error',
    name: 'BaseDigestGone',
    means:
      'The base’s digest that the image was built on was removed from the registry, and its tag has other layers now.',
    help: 'Rebuild the image on the current base. A rebase is impossible without the old base.',
  },
  {
    id: 'base-gone',
    level: 'error',
    name: 'BaseGone',
    means: 'The tag and the digest of the base were removed.',
    help: 'Choose another base.',
  },
  {
    id: 'platform-gone',
    level: 'error',
    name: 'BasePlatformGone',
    means: 'The base is no longer published for one of the image’s platforms.',
    help: 'Remove the platform, or choose another base.',
  },
  {
    id: 'unknown',
    level: 'warning',
    name: 'NotChecked',
    means: 'Baseboard could not check whether the image’s base is current. The image may be stale.',
    help: 'Add credentials, try again later, or annotate the image with its base; the message names the cause.',
  },
] as const satisfies readonly Rule[];

export type RuleId = (typeof RULES)[number]['id'];

/** The finding about a lineage; null if it is fresh. */
export function findingOf({ status, links }: DescribedLineage): RuleId | null {
  const base = links[0]?.base ?? null;
  switch (status) {
    case 'up-to-date':
    case 'root':
    case 'pinned':
      return null;
    case 'stale-by-ancestor':
      return status;
    case 'stale':
      return base?.freshness === 'stale-config' ? 'stale-config' : 'stale';
    case 'unknown':
    case 'pending':
      return 'unknown';
    case 'broken':
      if (base?.conflict === true) return 'conflict';
      return RULES.find(({ id }) => id === base?.freshness && id.endsWith('-gone'))?.id ?? 'contradicted';
  }
}
