// Runs the pure resolver on declared facts and records which facts it requests, in how many rounds. What fetches facts
// from registries is `lib/judging`, which this room may not import; tests of verdicts at registries use that one.
import { formatReference, formatRepository, parseReference } from '#lib/oci/reference.ts';
import { type ResolveOptions, resolveLineage } from './chain/judge-chain.ts';
import type { Facts, Need } from './facts/facts.ts';
import { NOW, type World } from './testing.ts';
import { type DescribedLineage, describeLineage } from './words/described-lineage.ts';

/** What was fetched before, in words such as `manifest docker.io/library/debian@sha256:…`. */
export interface Known {
  readonly requested: Set<string>;
  /** Makes the next scan resolve tags again; content by digest stays. */
  forgetTags(): void;
}

export function createKnown(): Known {
  const requested = new Set<string>();
  const forgetTags = () => {
    for (const key of requested) if (key.startsWith('tag ')) requested.delete(key);
  };
  return { requested, forgetTags };
}

function keyOf(need: Need): string {
  if (need.kind === 'tag') return `tag ${formatReference(need.reference)}`;
  if (need.kind === 'tags') return `tags ${formatRepository(need.repository)}`;
  return `${need.kind} ${formatRepository(need.repository)}@${need.digest}`;
}

/** The facts of a world as far as they were fetched. */
function fetched(world: World, known: Known): Facts {
  const when = <T>(need: Need, fact: T): T | undefined =>
    known.requested.has(keyOf(need)) ? fact : undefined;
  return {
    tag: (reference) => when({ kind: 'tag', reference }, world.tag(reference)),
    manifest: (repository, digest) =>
      when({ kind: 'manifest', repository, digest }, world.manifest(repository, digest)),
    config: (repository, digest) =>
      when({ kind: 'config', repository, digest }, world.config(repository, digest)),
    statement: (repository, digest) =>
      when({ kind: 'statement', repository, digest }, world.statement(repository, digest)),
    tags: (repository) =>
      when({ kind: 'tags', repository }, world.tags(repository) ?? { state: 'gone' as const }),
    history: world.history,
    possibleBases: world.possibleBases,
    declaredBase: world.declaredBase,
  };
}

/**
 * Resolves an image, fetching what it needs, round by round. Returns the lineage in words, what was requested and in how
 * many rounds; throws if something is requested twice.
 */
export function drive(
  world: World,
  reference: string,
  known: Known = createKnown(),
  options?: ResolveOptions,
): { lineage: DescribedLineage; requested: Set<string>; rounds: number } {
  const requested = new Set<string>();
  for (let rounds = 0; ; rounds += 1) {
    const facts = fetched(world, known);
    const resolution = resolveLineage(parseReference(reference), facts, NOW, options);
    if (resolution.kind === 'resolved')
      return { lineage: describeLineage(resolution.value), requested, rounds };
    for (const key of resolution.needs.map(keyOf)) {
      if (known.requested.has(key)) throw new Error(`requested twice: ${key}`);
      known.requested.add(key);
      requested.add(key);
    }
  }
}
