import { asConfig, asManifest } from '#lib/judging/sources/parse-document.ts';
import { imageOwner, type SelfDescription } from '#lib/lineage/owner/image-owner.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Annotations } from '#lib/oci/annotations.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { labelsOf } from '#lib/oci/image-config.ts';
import { isManifest } from '#lib/oci/manifest.ts';
import { readOwnerSubjects, writeOwners } from '#lib/store/images/owners.ts';
import { readDocuments, type StoredDocument } from '#lib/store/registries/documents.ts';
import type { WithDatabase } from '../capabilities.ts';

/** What finding owners needs. */
export interface OwnerContext extends WithDatabase {
  /** The label or annotation that names the owner before all others. */
  readonly ownerLabel?: string | undefined;
}

/** Images whose documents are in memory at a time. */
const AT_ONCE = 20;

/**
 * Finds the owners of tracked images from the stored documents of their verdicts, and stores them. Images whose owner
 * was found from the same verdict and setting cost one comparison.
 */
export async function updateOwners(
  { db, ownerLabel }: OwnerContext,
  imageIds: readonly string[],
): Promise<void> {
  const subjects = await readOwnerSubjects(db, imageIds, ownerLabel ?? '');
  for (let at = 0; at < subjects.length; at += AT_ONCE) {
    const some = subjects.slice(at, at + AT_ONCE);
    const described = await readDescriptions(
      { db },
      some.flatMap(({ lineage }) => digestsOf(lineage)),
    );
    await writeOwners(
      db,
      some.map(({ id, source, lineage }) => ({ id, source, owner: ownerOf(lineage, described, ownerLabel) })),
    );
  }
}

/** `undefined` if the image itself could not be read. */
function ownerOf(
  lineage: Lineage,
  described: ReadonlyMap<Digest, SelfDescription>,
  label: string | undefined,
): string | null | undefined {
  const of = (digest: Digest | null | undefined) => (digest ? described.get(digest) : undefined);
  const [image] = lineage.links;
  const manifest = of(image?.platforms[0]?.digest);
  if (image === undefined || manifest === undefined) return undefined;
  const index = image.digest === image.platforms[0]?.digest ? undefined : of(image.digest);
  const own = { ...manifest, annotations: [...(index?.annotations ?? []), ...manifest.annotations] };
  if (image.base === null) return imageOwner(own, null, label);
  return imageOwner(
    own,
    baseDigestsOf(lineage)
      .map(of)
      .find((each) => each !== undefined),
    label,
  );
}

function digestsOf(lineage: Lineage): Digest[] {
  const [image] = lineage.links;
  return [image?.digest, image?.platforms[0]?.digest, ...baseDigestsOf(lineage)].flatMap(
    (each) => each ?? [],
  );
}

/** Manifests of the base on the image's first platform: the one it was built on, then others of the same name. */
function baseDigestsOf({ links: [image, base] }: Lineage): Digest[] {
  const platform = image?.platforms[0]?.platform;
  const verdict = image?.base?.platforms.find((each) => each.platform === platform);
  const listed = base?.platforms.find((each) => each.platform === platform);
  return [verdict?.claimedDigest, listed?.digest, verdict?.currentDigest].flatMap((each) => each ?? []);
}

/** The annotations of manifests and indexes, with the labels of manifests' configs; those not stored are left out. */
async function readDescriptions(
  { db }: WithDatabase,
  digests: readonly Digest[],
): Promise<Map<Digest, SelfDescription>> {
  const stored = await readDocuments(db, [...new Set(digests)]);
  const manifests = stored.flatMap((document) => parsed(document, asManifest) ?? []);
  const wanted = manifests.flatMap((manifest) =>
    isManifest(manifest) ? manifest.content.config.digest : [],
  );
  const labels = new Map<Digest, Annotations>();
  for (const document of await readDocuments(db, [...new Set(wanted)])) {
    const config = parsed(document, asConfig);
    if (config !== undefined) labels.set(document.digest, labelsOf(config));
  }
  const described = new Map<Digest, SelfDescription>();
  for (const manifest of manifests) {
    const found = isManifest(manifest) ? labels.get(manifest.content.config.digest) : {};
    const annotations = [manifest.content.annotations ?? {}];
    if (found !== undefined) described.set(manifest.digest, { annotations, labels: found });
  }
  return described;
}

/** `undefined` for a document that is malformed: the verdict says so. */
function parsed<T>(document: StoredDocument, parse: (document: StoredDocument) => T): T | undefined {
  try {
    return parse(document);
  } catch {
    return undefined;
  }
}
