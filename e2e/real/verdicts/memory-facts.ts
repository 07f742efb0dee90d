import type {
  ConfigFact,
  Facts,
  KnownImage,
  ManifestFact,
  StatementFact,
  TagFact,
  TagListFact,
  Unknown,
} from '#lib/lineage/facts/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import { formatReference, formatRepository, type Reference, type Repository } from '#lib/oci/reference.ts';

const at = (repository: Repository, digest: Digest): string => `${formatRepository(repository)}@${digest}`;

/** What one watcher of registries knows, in memory: as a service knows it that has been looking for a while. */
export interface MemoryFacts extends Facts {
  readonly tagFacts: Map<string, TagFact>;
  readonly manifests: Map<string, ManifestFact>;
  readonly configs: Map<string, ConfigFact>;
  readonly statements: Map<string, StatementFact>;
  readonly tagLists: Map<string, TagListFact>;
  /** Notes what a tag resolved to. */
  observe(reference: Reference, fact: TagFact): void;
  /** Makes an image one that others may be found to stand on. */
  know(image: Omit<KnownImage, 'diffIds'>, config: Digest): void;
  /** Forgets what a tag was and what was not there: the next look asks again. Content stays. */
  lookAgain(): void;
}

export const keyOf = { content: at, tag: formatReference, repository: formatRepository };

/** An empty memory. */
export function createMemoryFacts(): MemoryFacts {
  const tagFacts = new Map<string, TagFact>();
  const manifests = new Map<string, ManifestFact>();
  const configs = new Map<string, ConfigFact>();
  const statements = new Map<string, StatementFact>();
  const tagLists = new Map<string, TagListFact>();
  const seen = new Map<string, { digest: Digest | null; firstSeen: string }[]>();
  const known = new Map<string, KnownImage>();
  return {
    ...{ tagFacts, manifests, configs, statements, tagLists },
    tag: (reference) => tagFacts.get(formatReference(reference)),
    manifest: (repository, digest) => manifests.get(at(repository, digest)),
    config: (repository, digest) => configs.get(at(repository, digest)),
    statement: (repository, digest) => statements.get(at(repository, digest)),
    tags: (repository) => tagLists.get(formatRepository(repository)),
    history: (reference) => ({ observations: seen.get(formatReference(reference)) ?? [] }),
    imagesBeneath: (stack) =>
      [...known.values()]
        .filter((image) => image.diffIds.length > 0 && image.diffIds.length < stack.length)
        .filter((image) => image.diffIds.every((digest, index) => digest === stack[index]))
        .sort((a, b) => b.diffIds.length - a.diffIds.length),
    declaredBase: () => undefined,
    observe: (reference, fact) => {
      const key = formatReference(reference);
      tagFacts.set(key, fact);
      if (fact.state === 'unknown') return;
      // Where the tag is gone, what it named may be gone too, and that makes a difference: asked anew.
      if (fact.state === 'gone') {
        const repository = `${formatRepository(reference)}@`;
        for (const known of manifests.keys()) if (known.startsWith(repository)) manifests.delete(known);
      }
      const digest = fact.state === 'resolved' ? fact.digest : null;
      const observations = seen.get(key) ?? [];
      if (observations.at(-1)?.digest === digest && observations.length > 0) return;
      seen.set(key, [...observations, { digest, firstSeen: fact.observedAt }]);
    },
    know: (image, config) => {
      const fact = configs.get(at(image.reference, config));
      if (fact?.state !== 'present') return;
      known.set(at(image.reference, image.digest), { ...image, diffIds: diffIds(fact.config) });
    },
    lookAgain: () => {
      tagFacts.clear();
      tagLists.clear();
      for (const facts of [manifests, configs, statements] as Map<string, { state: string } | Unknown>[])
        for (const [key, { state }] of facts) if (state !== 'present') facts.delete(key);
    },
  };
}
