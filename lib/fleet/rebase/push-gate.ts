import { matchesGlob } from '#lib/lineage/glob.ts';
import { canonicalRegistry, formatRepository, type Repository } from '#lib/oci/reference.ts';

/** Why a repository may not be written, and what the operator would change. */
export interface PushRefusal {
  readonly kind: 'push-disabled' | 'not-allowed';
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

/** Whether `host/path` matches a pattern of `push.allow`, part by part. */
export function matchesRepository(pattern: string, name: string): boolean {
  const [host = '', ...path] = pattern.split('/');
  return matchesParts([canonicalRegistry(host), ...path], name.split('/'));
}

function matchesParts(pattern: readonly string[], parts: readonly string[]): boolean {
  // Which beginnings of the name the pattern so far can stand for.
  let reached = new Set([0]);
  for (const [at, glob] of pattern.entries()) {
    const next = new Set<number>();
    for (const from of reached) {
      if (glob === '**') {
        // At the end it stands for at least one part: `apps/**` is what is below apps, not apps.
        const least = at === pattern.length - 1 ? from + 1 : from;
        for (let to = least; to <= parts.length; to += 1) next.add(to);
      } else if (from < parts.length && matchesGlob(glob, parts[from] ?? '')) next.add(from + 1);
    }
    reached = next;
  }
  return reached.has(parts.length);
}

function parentPattern({ registry, repository }: Repository): string {
  const parent = repository.split('/').slice(0, -1).join('/');
  return parent === '' ? `${registry}/${repository}` : `${registry}/${parent}/**`;
}
