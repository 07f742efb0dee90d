import type { DescribedLineage } from '#lib/lineage/words/described-lineage.ts';

/** SARIF's levels of what is a problem (SARIF 2.1.0, § 3.27.10). */
type Level = 'error' | 'warning';

/** A kind of finding: what it means, and what to do. */
export interface Rule {
  readonly id: string;
  readonly level: Level;
  readonly name: string;
  readonly means: string;
  readonly help: string;
}

/** Every kind of finding, by the status and freshness of `docs/verdicts.md`. */
export const RULES = [
  {
    id: 'stale',
    level: 'warning',
    name: 'BaseMoved',
    means: 'The name of the base resolves to an image with other layers.',
    help: 'Rebase the image onto what the name has now, or rebuild it.',
  },
  {
    id: 'stale-config',
    level: 'warning',
    name: 'BaseConfigMoved',
    means: 'The base has the same layers with another configuration.',
    help: 'Rebase the image, or rebuild it. Where the configuration of bases does not matter, check with --tolerate stale-config.',
  },
  {
    id: 'stale-by-ancestor',
    level: 'warning',
    name: 'AncestorMoved',
    means: 'The direct base is current, but one further down moved.',
    help: 'Rebuild the base first, then this image. Where others own the base, check with --tolerate stale-by-ancestor.',
  },
  {
    id: 'contradicted',
    level: 'error',
    name: 'BaseContradicted',
    means: 'The image says that it stands on a base, and its layers do not begin with that base’s.',
    help: 'Correct the annotation or label, or rebuild the image on what it names.',
  },
  {
    id: 'conflict',
    level: 'error',
    name: 'EvidenceInConflict',
    means: 'Two kinds of evidence name different bases.',
    help: 'See which one is right, and correct the other.',
  },
  {
    id: 'base-tag-gone',
    level: 'error',
    name: 'BaseTagGone',
    means: 'The tag of the base is no longer there; its digest is.',
    help: 'Choose another base: the next build will fail.',
  },
  {
    id: 'base-digest-gone',
    level: 'error',
    name: 'BaseDigestGone',
    means:
      'The digest that the image was built on is no longer in the registry, and the tag has other layers.',
    help: 'Rebuild the image on what the tag has now: there is nothing to rebase from.',
  },
  {
    id: 'base-gone',
    level: 'error',
    name: 'BaseGone',
    means: 'Neither the tag nor the digest of the base is there any more.',
    help: 'Choose another base.',
  },
  {
    id: 'platform-gone',
    level: 'error',
    name: 'BasePlatformGone',
    means: 'The base is no longer published for one of the image’s platforms.',
    help: 'Drop the platform, or choose another base.',
  },
  {
    id: 'unknown',
    level: 'warning',
    name: 'NotChecked',
    means:
      'Whether the image stands on what its base is now could not be checked. It is not known to be fresh.',
    help: 'Give access, wait, or annotate the image with its base: the message says which.',
  },
] as const satisfies readonly Rule[];

export type RuleId = (typeof RULES)[number]['id'];

/** The finding that a lineage comes to; null where there is nothing to find. */
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
