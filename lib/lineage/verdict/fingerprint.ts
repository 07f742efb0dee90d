import { digestOf } from '#lib/oci/compute-digest.ts';
import { canonicalJson } from '#lib/oci/json/canonical-json.ts';
import type { Lineage } from './lineage.ts';

/** Fields that do not make another verdict: its time, its version, and what is derived from the rest. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['checkedAt', 'version', 'finding']);
/** Words of parsers and of the registry client: a release may change them. */
const DETAIL = 'detail';
/** The fields that hold reasons. */
const REASONS: ReadonlySet<string> = new Set(['reasons', 'reason', 'notes', 'newerTagReason']);

/**
 * A hash of the facts of a verdict without its time, as hexadecimal SHA-256. Sentences are no part of it. An outage is
 * one row of the history: while an image cannot be checked, different errors and different visible parts of the chain
 * have the same hash.
 */
export function fingerprintOf(lineage: Lineage): string {
  return hashOf(lineage, (key) => key !== DETAIL);
}

/** The same hash without any reason, to compare with a verdict whose reasons are stored as text. */
export function fingerprintWithoutReasons(lineage: Lineage): string {
  return `without-reasons:${hashOf(lineage, (key) => !REASONS.has(key))}`;
}

function hashOf(lineage: Lineage, isCompared: (key: string) => boolean): string {
  const { unreachable, digest, lastKnown, finding } = lineage;
  const compared = Object.entries(lineage).filter(([key]) => !NOT_COMPARED.has(key));
  // The rest of the finding is derived from other fields.
  const reason = 'reason' in finding ? finding.reason : null;
  const facts =
    unreachable === undefined
      ? { ...Object.fromEntries(compared), reason }
      : [unreachable.since, digest, lastKnown?.checkedAt ?? null];
  const text = canonicalJson(facts, (value, key) => (isCompared(key) ? value : undefined));
  return digestOf(text).slice('sha256:'.length);
}
