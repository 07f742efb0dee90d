/** How a registry proves that a call is its own. `path`: it cannot; only the secret in the address protects the hook. */
type HookAuthentication = 'path' | 'header' | 'hub' | 'jfrog' | 'standard' | 'google';

interface HookKindTraits {
  /** The product's name. */
  readonly label: string;
  readonly authentication: HookAuthentication;
  /**
   * What a payload says about the registry's host. `internal`: maybe only its name inside; `public`: the name that
   * references have; `none`: nothing, so the hook has to be bound to a registry.
   */
  readonly host: 'internal' | 'public' | 'none';
  /** What is reported if one push is: all pushes to the registry, or to that repository. */
  readonly reports: 'registry' | 'repository';
}

/** The kinds of senders. The API, the settings page and the readers derive from this table. */
export const HOOK_KINDS = {
  distribution: {
    label: 'Distribution (registry:2, registry:3)',
    authentication: 'header',
    host: 'internal',
    reports: 'registry',
  },
  'docker-hub': { label: 'Docker Hub', authentication: 'path', host: 'public', reports: 'repository' },
  github: {
    label: 'GitHub Container Registry',
    authentication: 'hub',
    host: 'public',
    reports: 'repository',
  },
  harbor: { label: 'Harbor', authentication: 'header', host: 'internal', reports: 'repository' },
  quay: { label: 'Quay', authentication: 'path', host: 'internal', reports: 'repository' },
  zot: { label: 'zot', authentication: 'header', host: 'none', reports: 'registry' },
  ecr: { label: 'Amazon ECR', authentication: 'header', host: 'public', reports: 'repository' },
  acr: {
    label: 'Azure Container Registry',
    authentication: 'header',
    host: 'internal',
    reports: 'repository',
  },
  gar: { label: 'Google Artifact Registry', authentication: 'google', host: 'public', reports: 'repository' },
  gitlab: {
    label: 'GitLab (self-managed)',
    authentication: 'header',
    host: 'internal',
    reports: 'repository',
  },
  artifactory: { label: 'JFrog Artifactory', authentication: 'jfrog', host: 'none', reports: 'repository' },
  generic: { label: 'Pipeline or script', authentication: 'standard', host: 'public', reports: 'repository' },
} as const satisfies Readonly<Record<string, HookKindTraits>>;

/** One of {@link HOOK_KINDS}. */
export type HookKind = keyof typeof HOOK_KINDS;

/** The names of all kinds. */
export const HOOK_KIND = Object.keys(HOOK_KINDS) as [HookKind, ...HookKind[]];

/** Whether payloads of a kind name no host, so that its hooks have to be bound to a registry. */
export function needsRegistry(kind: HookKind): boolean {
  return HOOK_KINDS[kind].host === 'none';
}

/** Whether calls of a kind are authenticated by more than the secret in the address. */
export function isAuthenticated(kind: HookKind): boolean {
  return HOOK_KINDS[kind].authentication !== 'path';
}
