// Verdicts for tests of the store: what a judgement would say, without a registry to judge.

import type { BaseVerdict, Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { Database } from './database/database.ts';
import { insertImages } from './images/tracked-images.ts';
import { type JudgedImage, writeVerdicts } from './scans/verdicts.ts';

/** What a written verdict says, as far as the fleet's past tells it. */
export interface ToldVerdict {
  readonly status: Status;
  readonly baseName?: string | null;
  readonly behindSince?: string | null;
  readonly platforms?: readonly string[];
  /** Sets it apart from a verdict of the same status before it. */
  readonly words?: string;
}

/** Tracks an image; answers its id. */
export async function trackAt(db: Database, reference: string, at: Date, sample = false): Promise<string> {
  const { tracked } = await insertImages(db, [parseReference(reference)], at, sample);
  const image = tracked.get(reference);
  if (image === undefined) throw new Error(`${reference} is not fully qualified`);
  return image.id;
}

/** Writes a verdict on a tracked image, as a scan at that time would. */
export async function tell(
  db: Database,
  imageId: string,
  reference: string,
  at: Date,
  told: ToldVerdict,
): Promise<void> {
  await writeVerdicts(db, [judged(imageId, reference, at, told)]);
}

/** A judgement that says so. */
export function judged(imageId: string, reference: string, at: Date, told: ToldVerdict): JudgedImage {
  const { status, baseName = null, behindSince = null, platforms = [], words = '' } = told;
  const base: BaseVerdict | null =
    baseName === null
      ? null
      : {
          name: baseName,
          digest: null,
          currentDigest: null,
          evidence: [],
          conflict: false,
          freshness: status === 'stale' ? 'stale' : 'up-to-date',
          verification: 'verified',
          platforms: [],
          newerTag: null,
          behindSince,
          reason: null,
        };
  const digest: Digest = digestOf(`${reference} ${words}`);
  const link = {
    reference,
    digest,
    mediaType: null,
    created: null,
    platforms: platforms.map((platform) => ({ platform, digest })),
    base,
  };
  const lineage: Lineage = {
    reference,
    digest,
    checkedAt: at.toISOString(),
    status,
    summary: `${status} ${words}`.trim(),
    links: [link],
    end: 'no-evidence',
  };
  return {
    imageId,
    lineage,
    fingerprint: JSON.stringify([told]),
    digest,
    baseName,
    ancestors: baseName === null ? [] : [baseName],
    platforms,
    behindSince,
    checkedAt: at,
    inputs: null,
  };
}
