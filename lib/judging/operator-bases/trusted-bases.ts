import { matchesRepository } from '#lib/lineage/filter/repository-pattern.ts';
import {
  formatRepository,
  parseReference,
  type Reference,
  type Repository,
  watchedName,
} from '#lib/oci/reference.ts';
import type { BaseDeclaration } from './declared-bases.ts';

/** Whether the operator trusts a name as a base, tracked or not. */
export type TrustsBase = (reference: Reference) => boolean;

/**
 * The names that the operator trusts as bases: declared bases, by tag, and every tag of the repositories that a pattern
 * of trusted bases matches. Throws `ReferenceSyntaxError`.
 */
export function trustedBases(
  patterns: readonly string[],
  declarations: readonly BaseDeclaration[],
): TrustsBase {
  const declared = new Set(declarations.map(({ base }) => watchedName(parseReference(base))));
  return (reference) => declared.has(watchedName(reference)) || matchesAny(patterns, reference);
}

/** Whether the repository of a reference matches any of these patterns. */
export function matchesAny(patterns: readonly string[], repository: Repository): boolean {
  const name = formatRepository(repository);
  return patterns.some((pattern) => matchesRepository(pattern, name));
}
