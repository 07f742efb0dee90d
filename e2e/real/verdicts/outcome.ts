import type { Evidence, Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Case, Outcome } from './cases/case.ts';

/** The evidence that was followed: the first without a note, or else the first that is verified by layers. */
function followed(evidence: readonly Evidence[]): string | null {
  const first =
    evidence.find(({ notes }) => notes === undefined) ??
    evidence.find(({ verification }) => verification?.startsWith('verified'));
  return first === undefined ? null : `${first.kind} at ${first.level}`;
}

/** A lineage's first link as an outcome, its names without the registry's host. */
export function outcomeOf(lineage: Lineage, host: string): Outcome {
  const link = lineage.links[0];
  const base = link?.base ?? null;
  return {
    status: lineage.status,
    freshness: base?.freshness ?? null,
    verification: base?.verification ?? null,
    base: base?.name?.replace(`${host}/`, '').replace(/@sha256:.*/, '') ?? null,
    by: base === null ? null : followed(base.evidence),
    platforms: (link?.platforms ?? []).map(({ platform }) => platform).sort(),
    end: lineage.end,
  };
}

/** The outcome that a case must have. */
export function outcomeExpected(of: Case, when: 'before' | 'after' | 'firstLook'): Outcome {
  const host = of.baseHost === undefined ? '' : `${of.baseHost}/`;
  return {
    base: of.base === null ? null : `${host}${of.base}`,
    by: of.by === null ? null : of.by.join(' at '),
    platforms: of.platforms,
    end: of.end,
    ...(when === 'firstLook' ? { ...of.after, ...of.firstLook } : of[when]),
  };
}
