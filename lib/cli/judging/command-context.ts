/** Everything outside the program that the command line uses. It is passed in, so that tests can run all of it. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string | undefined;
  /** This package's version. */
  readonly version: string;
  /** Writes results and nothing else. */
  readonly out: (text: string) => void;
  /** Writes errors and warnings, a line each. */
  readonly err: (text: string) => void;
  /** Whether `out` is a terminal. */
  readonly terminal: boolean;
  readonly clock: () => Date;
  /** Reads a file as text; throws as node:fs does. */
  readonly readFile: (path: string) => string;
  readonly readStandardInput: () => Promise<string>;
}
