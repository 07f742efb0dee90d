/** A word of a pasted text that may be an image reference, and its line; lines count from 1. */
export interface Candidate {
  readonly line: number;
  readonly text: string;
}

/** A part of a pasted text that is no image reference, its line, and why it is none. */
export interface PasteProblem {
  readonly line: number;
  readonly text: string;
  /** A whole sentence. */
  readonly problem: string;
}

/** The result of a paste: fully qualified references, each once, in the order of the text; and the problems. */
export interface Paste {
  readonly references: readonly string[];
  readonly problems: readonly PasteProblem[];
}
