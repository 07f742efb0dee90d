import { formatReference, type Reference } from '#lib/oci/reference.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import { factOfFailure } from './failure-as-fact.ts';
import type { TagCache, TagCheck } from './sources.ts';

const NO_HISTORY = { observations: [] };

/** Resolves each tag once. It has no history, so `behindSince` stays null. */
export function createMemoryTagCache(registry: RegistryReader, clock: () => Date): TagCache {
  const checks = new Map<string, Promise<TagCheck>>();

  async function resolve(reference: Reference): Promise<TagCheck> {
    const observedAt = clock().toISOString();
    try {
      const { digest } = await registry.resolve(reference);
      return { fact: { state: 'resolved', digest, observedAt }, history: NO_HISTORY };
    } catch (error) {
      const failure = factOfFailure(error);
      const fact = failure.state === 'gone' ? { ...failure, observedAt } : failure;
      return { fact, history: NO_HISTORY, error };
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
