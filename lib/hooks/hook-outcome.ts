/** What became of a call. */
export const HOOK_OUTCOME = [
  /** At least one of its hints is about a tag that Baseboard knows. */
  'accepted',
  /** None of its hints is about a tag that Baseboard knows. */
  'not-tracked',
  /** It is about no pushed tag: a pull, a deletion, a push by digest. */
  'not-a-push',
  /** It only checks that somebody answers. */
  'ping',
  /** It is no payload of the hook's kind. */
  'unreadable',
  /** Its signature or its secret is wrong. */
  'forged',
  /** What it takes to check its signature could not be fetched or opened. */
  'unverifiable',
] as const;

/** One of {@link HOOK_OUTCOME}. */
export type HookOutcome = (typeof HOOK_OUTCOME)[number];
