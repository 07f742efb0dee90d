/** Everything the command line touches outside itself: handed in, so that tests run it whole. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string | undefined;
  /** This package's version. */
  readonly version: string;
  /** Writes results, and nothing else. */
  readonly out: (text: string) => void;
  /** Writes what went wrong, a line each. */
  readonly err: (text: string) => void;
  /** `out` is a terminal that a person reads. */
  readonly terminal: boolean;
  readonly clock: () => Date;
  /** Reads a file as text; throws as node:fs does. */
  readonly readFile: (path: string) => string;
  readonly readStandardInput: () => Promise<string>;
}
