/** What a key of the filter language compares, and an example of it. */
export interface FilterKeyEntry {
  readonly meaning: string;
  readonly example: string;
}

/** Every key, in the order they are offered: the parser, the help and the suggestions come from this table. */
export const FILTER_KEY_TABLE = {
  status: { meaning: 'Has one of these statuses', example: 'status:stale,broken' },
  behind: { meaning: 'Has been behind its base for this long', example: 'behind:>30d' },
  base: { meaning: 'Is built directly on this image', example: 'base:debian' },
  ancestor: { meaning: 'Has this image anywhere in its base chain', example: 'ancestor:debian:12' },
  owner: { meaning: 'Belongs to this owner', example: 'owner:acme' },
  registry: { meaning: 'Is in this registry', example: 'registry:ghcr.io' },
  repo: { meaning: 'Is in this repository', example: 'repo:apps/*' },
  tag: { meaning: 'Has this tag', example: 'tag:1.*' },
  platform: { meaning: 'Is built for this platform', example: 'platform:arm64' },
  source: { meaning: 'Is mentioned by this source', example: 'source:production' },
  running: { meaning: 'Runs in a cluster', example: 'running:yes' },
  cluster: { meaning: 'Runs in this cluster', example: 'cluster:prod*' },
  namespace: { meaning: 'Runs in this namespace of a cluster', example: 'namespace:shop' },
  digest: {
    meaning: 'Has this digest, in full or its first 6 digits or more',
    example: 'digest:1f2e3d4c5b6a',
  },
  is: {
    meaning: 'Needs action, runs but cannot be pulled again, is snoozed, or belongs to the sample fleet',
    example: 'is:problem',
  },
  public: { meaning: 'Is visible to everyone', example: 'public:yes' },
} as const satisfies Readonly<Record<string, FilterKeyEntry>>;

/** A key of the filter language. */
export type FilterKey = keyof typeof FILTER_KEY_TABLE;
/** Every key, in the order they are offered. */
export const FILTER_KEYS = Object.keys(FILTER_KEY_TABLE) as readonly FilterKey[];

/** Keys whose values are patterns. */
export const PATTERN_KEYS = [
  'base',
  'ancestor',
  'owner',
  'registry',
  'repo',
  'tag',
  'platform',
  'source',
  'cluster',
  'namespace',
] as const;
/** The values of `is:`. */
export const FILTER_TRAITS = ['problem', 'cannot-pull', 'snoozed', 'sample'] as const;
/** The values of `public:` and `running:`. */
export const FILTER_ANSWERS = ['yes', 'no'] as const;
