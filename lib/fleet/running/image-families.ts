import { platformOf } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import {
  isIndex,
  isManifest,
  type ManifestDocument,
  ManifestFormatError,
  parseManifest,
  runnableChildren,
} from '#lib/oci/manifest.ts';
import { formatPlatform } from '#lib/oci/platform.ts';
import type { FoundImage, ImageFamily } from '#lib/sources/clusters/running/compare-running.ts';
import { readDocuments } from '#lib/store/registries/documents.ts';
import type { WithDatabase } from '../capabilities.ts';

/** Finds what a digest is; `unknown` if its document is not stored. */
export type FindFamily = (digest: Digest) => FoundImage;

/** Reads what these digests are, of the documents that are stored: indexes with their manifests, or manifests. */
export async function readFamilies({ db }: WithDatabase, digests: readonly Digest[]): Promise<FindFamily> {
  const own = await parsed(db, digests);
  const inIndexes = [...own.values()].flatMap((document) =>
    isIndex(document) ? runnableChildren(document.content).map(({ digest }) => digest) : [],
  );
  const children = await parsed(db, [...new Set(inIndexes)]);
  const families = new Map([...own].map(([digest, document]) => [digest, familyOf(document, children)]));
  return (digest) => {
    const family = families.get(digest);
    return family === undefined ? { state: 'unknown' } : { state: 'present', family };
  };
}

function familyOf(document: ManifestDocument, children: ReadonlyMap<Digest, ManifestDocument>): ImageFamily {
  const { digest } = document;
  if (!isIndex(document)) {
    return { digest, children: [{ digest, platform: undefined, config: configOf(document) }] };
  }
  return {
    digest,
    children: runnableChildren(document.content).map((entry) => ({
      digest: entry.digest,
      platform: entry.platform ? formatPlatform(platformOf(entry.platform)) : undefined,
      config: configOf(children.get(entry.digest)),
    })),
  };
}

function configOf(document: ManifestDocument | undefined): Digest | undefined {
  return document !== undefined && isManifest(document) ? document.content.config.digest : undefined;
}

async function parsed(
  db: WithDatabase['db'],
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, ManifestDocument>> {
  const documents = await readDocuments(db, digests);
  return new Map(
    documents.flatMap(({ digest, mediaType, bytes }) => {
      const document = manifestIn(bytes, mediaType);
      return document === undefined ? [] : [[digest, document] as const];
    }),
  );
}

function manifestIn(bytes: Uint8Array, mediaType: string): ManifestDocument | undefined {
  try {
    return parseManifest(bytes, mediaType);
  } catch (error) {
    // A config, or another document.
    if (error instanceof ManifestFormatError) return undefined;
    throw error;
  }
}
