import type { SourceKind } from '../source.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_MS = 7 * 24 * HOUR_MS;

/** Milliseconds for which an image stays tracked after its source stopped to mention it. */
const GRACE_MS: Readonly<Partial<Record<SourceKind, number>>> = {
  // What a cluster does not run any more is seldom of interest the next day.
  kubernetes: 24 * HOUR_MS,
  argocd: 24 * HOUR_MS,
};

/** How long an image stays tracked after a source of this kind stopped mentioning it, in milliseconds. */
export function graceOf(kind: SourceKind): number {
  return GRACE_MS[kind] ?? DEFAULT_MS;
}
