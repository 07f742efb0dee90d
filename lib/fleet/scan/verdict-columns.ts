import type { Lineage } from '#lib/lineage/verdict/lineage.ts';

/** The columns that lists show of a verdict. */
export function columnsOf(lineage: Lineage) {
  const base = lineage.links[0]?.base ?? null;
  const names = lineage.links.flatMap((link) => link.base?.name ?? []);
  return {
    digest: lineage.digest,
    baseName: base?.name ?? lineage.lastKnown?.baseName ?? null,
    ancestors: [...new Set(names)],
    platforms: (lineage.links[0]?.platforms ?? []).map(({ platform }) => platform),
    behindSince: base?.behindSince ?? null,
  };
}
