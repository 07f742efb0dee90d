import type { BaseVerdictView, EvidenceView, LineageView } from '#lib/api/contract/images/lineage.ts';

/** An image of a chain with the claims about its base. */
export interface LinkWithClaims {
  readonly reference: string;
  /** Null if no claim is followed. */
  readonly base: BaseVerdictView | null;
  readonly claims: readonly EvidenceView[];
}

/** The images of a chain that have claims: those behind the verdict on the base, else those that are not followed. */
export function linksWithClaims(links: LineageView['links']): LinkWithClaims[] {
  return links
    .map(({ reference, base, evidence }) => ({ reference, base, claims: base?.evidence ?? evidence ?? [] }))
    .filter(({ claims }) => claims.length > 0);
}
