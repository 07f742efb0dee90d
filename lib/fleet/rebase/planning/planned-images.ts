import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, type Reference, type Repository } from '#lib/oci/reference.ts';
import type { PlannedDocument, RebasePlan } from '#lib/rebase/rebase.ts';
import type { WithDocuments, WithRegistry } from '../../capabilities.ts';
import type { DocumentCache } from '../../services/document-cache.ts';

/** Images that other plans will have pushed by the time this one is executed; they are known to the byte. */
export interface PlannedImages {
  /** What a tag will hold; `undefined` if no plan moves it. */
  find(reference: Reference): Digest | undefined;
  /** Where a blob is now that another plan will copy. */
  locate(digest: Digest): Repository | undefined;
  /** The context with the plans' documents added to the known ones. */
  over(context: WithDocuments & WithRegistry): WithDocuments & WithRegistry;
}

export const NOTHING_PLANNED: PlannedImages = {
  find: () => undefined,
  locate: () => undefined,
  over: (context) => context,
};

/** The images of these plans. */
export function plannedImages(plans: Iterable<RebasePlan>): PlannedImages {
  const tags = new Map<string, Digest>();
  const documents = new Map<Digest, PlannedDocument>();
  const blobs = new Map<Digest, Repository>();
  for (const plan of plans) {
    tags.set(formatReference(parseReference(plan.target)), plan.toDigest);
    for (const { digest, from } of [...plan.mounts, ...plan.copies]) {
      // The first plan takes it from where it is now, later ones from the first one's target.
      if (!blobs.has(digest)) blobs.set(digest, from);
    }
    for (const document of plan.documents) documents.set(document.digest, document);
  }
  return {
    find: (reference) => tags.get(formatReference(reference)),
    locate: (digest) => blobs.get(digest),
    over: ({ documents: known, registry }) => ({ registry, documents: overlay(known, documents) }),
  };
}

function overlay(known: DocumentCache, planned: ReadonlyMap<Digest, PlannedDocument>): DocumentCache {
  return {
    ...known,
    async get(digest, parse) {
      const document = planned.get(digest);
      if (document === undefined) return known.get(digest, parse);
      const { mediaType, text } = document;
      return parse({ digest, mediaType, bytes: new TextEncoder().encode(text) });
    },
  };
}
