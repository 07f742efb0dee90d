import type { ListingProblem } from './listing/listing-problem.ts';
import type { Mention } from './mention.ts';

/** What a source that is not a registry was found to mention. */
export interface MentionListing {
  /** False if any part of the source could not be read. Then nothing may be released. */
  readonly complete: boolean;
  readonly mentions: readonly Mention[];
  /** What could not be read, in words, with the missing right where one is. */
  readonly problems: readonly ListingProblem[];
  /** Requests of this run. */
  readonly requests: number;
}
