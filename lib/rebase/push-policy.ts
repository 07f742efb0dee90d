import { matchesRepository } from '#lib/lineage/filter/repository-pattern.ts';
import { formatRepository, type Repository } from '#lib/oci/reference.ts';
import type { RefusalKind } from './rebase.ts';

/** Why a repository may not be written, and what the operator would change. */
export interface PushRefusal {
  readonly kind: Extract<RefusalKind, 'push-disabled' | 'not-allowed'>;
  readonly detail: string;
}

/** What the configuration says of pushing. */
export interface PushPolicy {
  readonly enabled: boolean;
  /** Patterns of repositories: `*` within a part of the path, `**` for any number of parts. */
  readonly allow: readonly string[];
  /** Hosts that need no gate: the sample fleet's own registry. */
  readonly ungated: ReadonlySet<string>;
}

/** Why a repository may not be written; `undefined` lets it pass. Closed unless opened by name. */
export function refusePush(policy: PushPolicy, repository: Repository): PushRefusal | undefined {
  if (policy.ungated.has(repository.registry)) return undefined;
  if (!policy.enabled) {
    return {
      kind: 'push-disabled',
      detail:
        'Pushing is switched off. Start Baseboard with BASEBOARD_ENABLE_PUSH=1 and list the repository under push.allow in baseboard.yaml.',
    };
  }
  const name = formatRepository(repository);
  if (policy.allow.some((pattern) => matchesRepository(pattern, name))) return undefined;
  return {
    kind: 'not-allowed',
    detail: `${name} matches no pattern of push.allow in baseboard.yaml. Add it, or a pattern such as ${parentPattern(repository)}.`,
  };
}

function parentPattern({ registry, repository }: Repository): string {
  const parent = repository.split('/').slice(0, -1).join('/');
  return parent === '' ? `${registry}/${repository}` : `${registry}/${parent}/**`;
}
