import type { TagFact, TagHistory } from '#lib/lineage/facts/facts.ts';
import { formatReference, type Reference } from '#lib/oci/reference.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import { factOfFailure } from './failure-as-fact.ts';
import type { TagCache, TagCheck } from './sources.ts';

/** What tags resolved to over time, by tag, oldest first. */
export type TagPast = Map<string, TagHistory['observations']>;

/**
 * Resolves each tag once. With a `past`, it adds its observations to it and returns that history; without one there is
 * no history, and `behindSince` stays null.
 */
export function createMemoryTagCache(registry: RegistryReader, clock: () => Date, past?: TagPast): TagCache {
  const checks = new Map<string, Promise<TagCheck>>();

  function historyWith(tag: string, fact: TagFact): TagHistory {
    const before = past?.get(tag) ?? [];
    if (past === undefined || fact.state === 'unknown') return { observations: before };
    const digest = fact.state === 'resolved' ? fact.digest : null;
    const last = before.at(-1);
    if (last?.digest === digest) return { observations: before };
    const observations = [...before, { digest, firstSeen: fact.observedAt }];
    past.set(tag, observations);
    return { observations };
  }

  async function resolve(reference: Reference): Promise<TagCheck> {
    const observedAt = clock().toISOString();
    const tag = formatReference(reference);
    try {
      const { digest } = await registry.resolve(reference);
      const fact = { state: 'resolved', digest, observedAt } as const;
      return { fact, history: historyWith(tag, fact) };
    } catch (error) {
      const failure = factOfFailure(error);
      const fact = failure.state === 'gone' ? { ...failure, observedAt } : failure;
      return { fact, history: historyWith(tag, fact), error };
    }
  }

  return {
    check(reference) {
      const tag = formatReference(reference);
      const known = checks.get(tag);
      if (known !== undefined) return known;
      const check = resolve(reference);
      checks.set(tag, check);
      return check;
    },
  };
}
