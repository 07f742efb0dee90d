import { isDigest } from '#lib/oci/digest.ts';
import {
  canonicalRegistry,
  isRegistryHost,
  isRepositoryPath,
  isTag,
  tryParseReference,
} from '#lib/oci/reference.ts';
import { type Hint, hintName, type StatedHint } from './hint.ts';
import { HOOK_KINDS, type HookKind } from './hook-kind.ts';

/** Where a hook's names belong. */
export interface HookPlace {
  readonly kind: HookKind;
  /** The registry that the hook speaks for, as in references; null for the one that payloads name. */
  readonly registry: string | null;
  /** What a name begins with at the registry, by whole parts, and in references: `registry:5000` or `host/docker-local`. */
  readonly map: Readonly<Record<string, string>>;
}

/**
 * Turns what a payload states into hints with the names of references. `map` comes first; then the hook's registry
 * replaces a host that may be an internal name, and drops names of other registries. What is no valid name is dropped, and
 * each name is kept once.
 */
export function placeHints(stated: readonly StatedHint[], place: HookPlace): Hint[] {
  const hints = new Map<string, Hint>();
  for (const each of stated) {
    const hint = placeHint(each, place);
    if (hint !== undefined) hints.set(hintName(hint), hint);
  }
  return [...hints.values()];
}

function placeHint(stated: StatedHint, place: HookPlace): Hint | undefined {
  const named = nameOf(stated, place);
  if (named === undefined || !isRegistryHost(named.registry) || !isRepositoryPath(named.repository)) {
    return undefined;
  }
  const { tag, digest } = stated;
  if (tag !== undefined && !isTag(tag)) return undefined;
  return {
    ...named,
    ...(tag === undefined ? {} : { tag }),
    ...(digest !== undefined && isDigest(digest) ? { digest } : {}),
  };
}

function nameOf({ registry: host, repository }: StatedHint, { kind, registry, map }: HookPlace) {
  const stated = host === undefined ? (registry ?? undefined) : host;
  if (stated === undefined) return undefined;
  const mapped = mappedName(`${stated}/${repository}`, map);
  if (mapped !== undefined) {
    const reference = tryParseReference(mapped);
    return reference && { registry: reference.registry, repository: reference.repository };
  }
  const canonical = canonicalRegistry(stated);
  const path = canonical === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
  if (registry === null || canonical === registry) return { registry: canonical, repository: path };
  return HOOK_KINDS[kind].host === 'internal' ? { registry, repository } : undefined;
}

/** A name with its longest mapped beginning replaced; `undefined` if none of them fits. */
function mappedName(name: string, map: HookPlace['map']): string | undefined {
  const [longest] = Object.keys(map)
    .filter((start) => name.startsWith(`${start}/`))
    .toSorted((a, b) => b.length - a.length);
  return longest === undefined ? undefined : `${map[longest]}${name.slice(longest.length)}`;
}
