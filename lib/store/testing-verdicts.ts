// Verdicts for tests of the store, made without a registry.

import type { BaseVerdict, Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { Database } from './database/database.ts';
import { insertImages } from './images/tracked-images.ts';
import { type JudgedImage, writeVerdicts } from './scans/verdicts.ts';

/** The parts of a verdict that the fleet's history uses. */
export interface TestVerdict {
  readonly status: Status;
  readonly baseName?: string | null;
  readonly behindSince?: string | null;
  readonly platforms?: readonly string[];
  /** Makes it differ from an earlier verdict with the same status. */
  readonly words?: string;
}

/** Tracks an image and returns its id. */
export async function trackAt(db: Database, reference: string, at: Date, sample = false): Promise<string> {
  const { tracked } = await insertImages(db, [parseReference(reference)], at, { sample });
  const image = tracked.get(reference);
  if (image === undefined) throw new Error(`${reference} is not fully qualified`);
  return image.id;
}

/** Stores a verdict of a tracked image, as a scan at that time would. */
export async function addVerdict(
  db: Database,
  imageId: string,
  reference: string,
  at: Date,
  verdict: TestVerdict,
): Promise<void> {
  await writeVerdicts(db, [judged(imageId, reference, at, verdict)]);
}

/** A judgement with this verdict. */
export function judged(imageId: string, reference: string, at: Date, verdict: TestVerdict): JudgedImage {
  const { status, baseName = null, behindSince = null, platforms = [], words = '' } = verdict;
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
          reasons: [],
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
    version: 1,
    reference,
    digest,
    checkedAt: at.toISOString(),
    status,
    finding: { kind: 'stated', text: `${status} ${words}`.trim() },
    links: [link],
    end: 'no-evidence',
  };
  return {
    imageId,
    lineage,
    fingerprint: JSON.stringify([verdict]),
    digest,
    baseName,
    ancestors: baseName === null ? [] : [baseName],
    platforms,
    behindSince,
    checkedAt: at,
    inputs: null,
  };
}
