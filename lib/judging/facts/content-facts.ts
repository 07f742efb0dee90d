import type { ConfigFact, ManifestFact } from '#lib/lineage/facts/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { isIndex, isManifest } from '#lib/oci/manifest.ts';

/** Manifests and configs by repository and digest, as `formatAtDigest` writes them. */
export interface ContentFacts {
  readonly manifests: Map<string, ManifestFact>;
  readonly configs: Map<string, ConfigFact>;
}

/**
 * True if a registry lacks what its own documents name: an index's child or a manifest's config. It may be copied
 * there at any time without any tag moving.
 */
export function lacksListed({ manifests, configs }: ContentFacts): boolean {
  for (const [key, fact] of manifests) {
    if (fact.state !== 'present') continue;
    const at = (digest: Digest) => key.replace(/@[^@]*$/, `@${digest}`);
    const { document } = fact;
    if (isManifest(document) && configs.get(at(document.content.config.digest))?.state === 'gone')
      return true;
    if (
      isIndex(document) &&
      document.content.manifests.some(({ digest }) => manifests.get(at(digest))?.state === 'gone')
    )
      return true;
  }
  return false;
}
