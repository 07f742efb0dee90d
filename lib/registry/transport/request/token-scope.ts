import type { Endpoint } from './endpoints.ts';

/** What a token allows, `type:name:action,action` (Distribution, token scope documentation). */
export interface Scope {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

/** The scope of a repository, with the endpoint's prefix. */
export function repositoryScope(
  endpoint: Endpoint,
  repository: string,
  ...actions: ('pull' | 'push' | 'delete')[]
): Scope {
  return { type: 'repository', name: `${endpoint.prefix}${repository}`, actions };
}

/** The scope as text. */
export function formatScope({ type, name, actions }: Scope): string {
  return actions.length === 0 ? `${type}:${name}` : `${type}:${name}:${actions.join(',')}`;
}

/** A cache key of scopes, equal for equal sets in any order. */
export function scopesKey(scopes: readonly Scope[]): string {
  return scopes
    .map((scope) => formatScope({ ...scope, actions: [...scope.actions].sort() }))
    .sort()
    .join(' ');
}

/** Parses the `scope` parameter of a challenge: scopes separated by spaces. Skips what is no scope. */
export function parseScopes(text: string): Scope[] {
  const scopes: Scope[] = [];
  for (const word of text.split(' ')) {
    const type = word.slice(0, Math.max(word.indexOf(':'), 0));
    const last = word.lastIndexOf(':');
    if (last > type.length) {
      const actions = word.slice(last + 1).split(',');
      scopes.push({ type, name: word.slice(type.length + 1, last), actions: actions.filter(Boolean) });
    } else if (/^[\w.-]+$/.test(word)) {
      scopes.push({ type: word, name: '', actions: [] });
    }
  }
  return scopes;
}
