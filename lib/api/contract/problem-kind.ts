/** The meaning of a problem code. */
export interface ProblemKind {
  /** The HTTP status of its answer. */
  readonly status: number;
  /** The problem's `title`. */
  readonly title: string;
  /** What happened. */
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
}
