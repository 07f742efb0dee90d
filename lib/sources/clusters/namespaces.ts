import { createRepositoryFilter } from '../selection/repository-filter.ts';
import type { KubernetesConfig } from './cluster-source.ts';

/** With more namespaces, one list of the whole cluster takes fewer requests. */
const MAX_SCOPES = 20;

/** Which namespaces are read. */
export interface NamespaceScope {
  /** What to list: namespaces by name, or the whole cluster, as one empty name. */
  readonly lists: readonly string[];
  /** True for a namespace whose images are mentioned. */
  readonly includes: (namespace: string) => boolean;
}

/**
 * The namespaces of a source. If all are given by name, each is listed by itself, so that a Role in each of them is enough;
 * with a pattern, the whole cluster is listed, which needs a ClusterRole.
 */
export function namespaceScope({ include, exclude }: KubernetesConfig['namespaces']): NamespaceScope {
  const judge = createRepositoryFilter({ include, exclude });
  const includes = (namespace: string) => judge(namespace) === undefined;
  const named = [...new Set(include)];
  const byName = named.length <= MAX_SCOPES && named.every((name) => !name.includes('*'));
  return { lists: byName ? named.filter(includes) : [''], includes };
}
