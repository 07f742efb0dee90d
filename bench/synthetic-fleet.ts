// A fleet of any size without a registry, stored as a scan would store it.
import { sql } from 'drizzle-orm';
import { storeTrust } from '#lib/fleet/scan/scan-on-trust-change.ts';
import type { BaseVerdict, Lineage, LineageLink } from '#lib/lineage/verdict/lineage.ts';
import { statusOfLinks } from '#lib/lineage/verdict/status.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { Database } from '#lib/store/database/database.ts';
import { insertImages } from '#lib/store/images/tracked-images.ts';
import { insertObservations } from '#lib/store/registries/tag-observations.ts';
import { type JudgedImage, writeVerdicts } from '#lib/store/scans/verdicts.ts';

/** The bases of a synthetic fleet, and the systems that they are based on. */
const BASES = 500;
const SYSTEMS = 5;
const BATCH = 500;
const DAY_MS = 24 * 3600 * 1000;
const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;

/** The tag of a base. */
export const syntheticBase = (n: number) => `r.test/bases/base-${n % BASES}:1`;
/** The tag of an image. */
export const syntheticImage = (n: number) => `r.test/apps/app-${n % 1000}:v${n}`;
const syntheticSystem = (n: number) => `r.test/systems/system-${n % SYSTEMS}:1`;

/**
 * Fills an empty database with images and their verdicts, each on one of the bases, which are based on one of the systems.
 * Every third base has moved, some images could not be verified, and some have no base. The next start scans nothing.
 */
export async function fillSyntheticFleet(db: Database, images: number): Promise<void> {
  const now = new Date();
  for (let first = 0; first < images; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, images - first) }, (_, n) => first + n);
    const references = numbers.map((n) => parseReference(syntheticImage(n)));
    const { tracked } = await insertImages(db, references, new Date(now.getTime() - 91 * DAY_MS));
    const judged = numbers.map((n) => judgedImage(tracked.get(syntheticImage(n))?.id ?? '', n, now));
    await writeVerdicts(db, judged);
  }
  await db.execute(sql`update images set owner = 'team-' || hashtext(repository) % 20`);
  await insertObservations(
    db,
    Array.from({ length: BASES }, (_, n) => ({
      tag: syntheticBase(n),
      digest: digestOf(`${syntheticBase(n)} now`),
      firstSeen: new Date(now.getTime() - DAY_MS),
      lastSeen: now,
    })),
  );
  await storeTrust({ db }, { trustedBases: [], bases: [] });
  await db.execute(sql`vacuum analyze`);
}

function judgedImage(imageId: string, n: number, now: Date): JudgedImage {
  const checkedAt = new Date(now.getTime() - (n % 3600) * 1000);
  const lineage = lineageOf(n, checkedAt);
  const base = lineage.links[0]?.base ?? null;
  return {
    imageId,
    lineage,
    fingerprint: digestOf(`verdict ${n}`),
    digest: lineage.digest,
    baseName: base?.name ?? null,
    ancestors: lineage.links.flatMap((each) => each.base?.name ?? []),
    platforms: PLATFORMS,
    behindSince: base?.behindSince ?? null,
    checkedAt,
    inputs: { [syntheticImage(n)]: lineage.digest },
  };
}

function lineageOf(n: number, checkedAt: Date): Lineage {
  const image = syntheticImage(n);
  const moved = (n % BASES) % 3 === 0 && n % 7 !== 0;
  const stale = {
    freshness: 'stale',
    behindSince: new Date(checkedAt.getTime() - (n % 60) * DAY_MS).toISOString(),
  } as const;
  const unverified = n % 53 === 0 ? ({ verification: 'unverifiable' } as const) : {};
  const links: readonly LineageLink[] =
    n % 97 === 0
      ? [link(image, null)]
      : [
          link(image, verdict(syntheticBase(n), { ...(moved ? stale : {}), ...unverified })),
          link(syntheticBase(n), verdict(syntheticSystem(n), {})),
          link(syntheticSystem(n), null),
        ];
  return {
    version: 1,
    reference: image,
    digest: digestOf(image),
    checkedAt: checkedAt.toISOString(),
    status: statusOfLinks(links, 'root'),
    finding:
      links.length === 1
        ? { kind: 'root' }
        : {
            kind: moved ? 'moved' : 'current',
            base: syntheticBase(n),
            freshness: moved ? 'stale' : 'up-to-date',
          },
    links,
    end: 'root',
  };
}

function link(reference: string, base: BaseVerdict | null): LineageLink {
  const platforms = PLATFORMS.map((platform) => ({ platform, digest: digestOf(`${reference} ${platform}`) }));
  return {
    reference,
    digest: digestOf(reference),
    mediaType: MEDIA_TYPE.ociIndex,
    created: null,
    platforms,
    base,
  };
}

/** A verdict as wide as a real one: two platforms and a few claims. */
function verdict(name: string, changes: Partial<BaseVerdict>): BaseVerdict {
  const digest = digestOf(name);
  const facts = { freshness: 'up-to-date', verification: 'verified', ...changes } as const;
  return {
    name,
    digest,
    currentDigest: digest,
    evidence: PLATFORMS.flatMap((platform) => [
      { kind: 'annotation', level: 'manifest', name, digest, platform, source: digestOf(platform) } as const,
      {
        kind: 'label',
        level: 'config',
        name,
        digest,
        platform,
        source: digestOf(`${platform} config`),
      } as const,
      { kind: 'layers', level: 'fleet', name, digest, platform, verification: 'verified' } as const,
    ]),
    conflict: false,
    platforms: PLATFORMS.map((platform) => ({
      ...{ platform, claimedDigest: digest, currentDigest: digest, baseLayers: 3, appLayers: 4, reasons: [] },
      ...{ freshness: facts.freshness, verification: facts.verification },
    })),
    newerTag: null,
    behindSince: null,
    reasons: [],
    ...facts,
  };
}
