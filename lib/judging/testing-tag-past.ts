import type { TagFact, TagHistory } from '#lib/lineage/facts/facts.ts';
import { formatReference } from '#lib/oci/reference.ts';
import type { TagCache } from './sources/sources.ts';

/** What tags resolved to over time, by tag, oldest first. */
export type TagPast = Map<string, TagHistory['observations']>;

/** For tests: a tag cache with history. Its checks are added to `past`, and return it. */
export function withPast(cache: TagCache, past: TagPast): TagCache {
  return {
    async check(reference) {
      const check = await cache.check(reference);
      const tag = formatReference(reference);
      const observations = observationsAfter(past.get(tag) ?? [], check.fact);
      past.set(tag, observations);
      return { ...check, history: { observations } };
    },
  };
}

function observationsAfter(before: TagHistory['observations'], fact: TagFact): TagHistory['observations'] {
  if (fact.state === 'unknown') return before;
  const digest = fact.state === 'resolved' ? fact.digest : null;
  return before.at(-1)?.digest === digest ? before : [...before, { digest, firstSeen: fact.observedAt }];
}
