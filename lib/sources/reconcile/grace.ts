import type { SourceKind } from '../source-kind.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_MS = 7 * 24 * HOUR_MS;

/** Milliseconds for which an image stays tracked after its source stopped mentioning it. */
const GRACE_MS: Readonly<Partial<Record<SourceKind, number>>> = {
  // An image that a cluster no longer runs is rarely of interest the next day.
  kubernetes: 24 * HOUR_MS,
  argocd: 24 * HOUR_MS,
};

/** How long an image stays tracked after a source of this kind stopped mentioning it, in milliseconds. */
export function graceOf(kind: SourceKind): number {
  return GRACE_MS[kind] ?? DEFAULT_MS;
}
