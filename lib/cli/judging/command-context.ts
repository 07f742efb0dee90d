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
  /**
   * The files below a folder, as paths relative to it with slashes, in a fixed order, and whether the folder has more than
   * are listed. Symbolic links are not followed. `undefined` if the path is no folder.
   */
  readonly filesBelow: (
    path: string,
  ) =>
    | { readonly files: readonly { readonly path: string; readonly bytes: number }[]; readonly more: boolean }
    | undefined;
  readonly readStandardInput: () => Promise<string>;
}
