import type { ListingProblem } from '#lib/sources/listing/listing-problem.ts';
import type { SourceState } from '#lib/sources/source-state.ts';

/** How a source is after a reading, unless a person has to confirm it. */
export function stateOf({
  complete,
  found,
}: {
  readonly complete: boolean;
  readonly found: number;
}): SourceState {
  if (complete) return 'ok';
  return found === 0 ? 'failing' : 'incomplete';
}

const MAX_PROBLEMS = 5;

/** The problems in words; `null` for none. */
export function errorOf(problems: readonly ListingProblem[]): string | null {
  if (problems.length === 0) return null;
  const shown = problems.slice(0, MAX_PROBLEMS).map(({ message }) => message);
  const more = problems.length - shown.length;
  return more === 0 ? `${shown.join('; ')}.` : `${shown.join('; ')}; and ${more} more.`;
}
