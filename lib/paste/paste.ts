/** What a part of a pasted text was recognised as, and its name for people. */
export const PASTE_FORMATS = {
  reference: 'Reference',
  command: 'Command',
  page: 'Page address',
  'docker-images': 'Output of docker images',
  'docker-ps': 'Output of docker ps',
  table: 'Table',
  csv: 'CSV',
  json: 'JSON list',
  dockerfile: 'Dockerfile',
  compose: 'Compose file',
  kubernetes: 'Kubernetes',
  helm: 'Helm values',
  yaml: 'YAML',
} as const;
export type PasteFormat = keyof typeof PASTE_FORMATS;

/** A word of a pasted text that names an image, and its line; lines count from 1. */
export interface Candidate {
  readonly line: number;
  readonly text: string;
  readonly format: PasteFormat;
  /** What it belongs to, such as `Deployment web, container app`. */
  readonly place?: string;
  /** Why it may not be meant as an image, as a whole sentence. */
  readonly doubt?: string;
}

/** A part of a pasted text that is left out, its line, and why. */
export interface PasteProblem {
  readonly line: number;
  readonly text: string;
  /** A whole sentence. */
  readonly problem: string;
  /** For an image whose name is not known: the part that is missing, such as `$TAG`. */
  readonly missing?: string;
}

/** What was found in a text, before references are parsed. */
export interface Findings {
  readonly candidates: readonly Candidate[];
  readonly problems: readonly PasteProblem[];
}

/** Collects findings in the order of the text. */
export interface Collector {
  found(candidate: Candidate): void;
  leftOut(problem: PasteProblem): void;
}

/** An image that a pasted text names. */
export interface PastedImage {
  /** Fully qualified. */
  readonly reference: string;
  /** Where it is named first. */
  readonly line: number;
  readonly format: PasteFormat;
  readonly place?: string;
  readonly doubt?: string;
  /** The lines that name it again. */
  readonly repeatedOn: readonly number[];
}

/** The result of a paste: each image once, in the order of the text; and what is left out. */
export interface Paste {
  readonly images: readonly PastedImage[];
  readonly problems: readonly PasteProblem[];
}

/** The most characters of a paste or a file. */
export const MAX_PASTE = 8 * 1024 * 1024;

/** The most characters of text that a problem quotes. */
const QUOTED = 120;

/** The beginning of a text on one line, to quote it. */
export function quoteOf(text: string): string {
  const line = text
    .slice(0, QUOTED + 1)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > QUOTED ? `${line.slice(0, QUOTED - 1)}…` : line;
}

/** Makes a collector, and returns what it has collected. */
export function collecting(): { into: Collector; findings: () => Findings } {
  const candidates: Candidate[] = [];
  const problems: PasteProblem[] = [];
  return {
    into: {
      found: (candidate) => void candidates.push(candidate),
      leftOut: (problem) => void problems.push(problem),
    },
    findings: () => ({ candidates, problems }),
  };
}
