/**
 * What a verdict stands on that can change: while none of it does, the verdict holds and nothing has to be
 * judged anew.
 */
export interface VerdictBasis {
  /** The revision of the rules it was judged by. */
  readonly rules: number;
  /** Tags that were looked at, fully qualified, and the digest each resolved to; null: it was gone. */
  readonly tags: Readonly<Record<string, string | null>>;
  /** Chain ids of the layer prefixes that were looked for among known images. */
  readonly chains: readonly string[];
  /** How many known images those prefixes had. */
  readonly beneath: number;
}
