/** When the agent posts changes. Milliseconds. */
export interface ChangeTimes {
  /** So long nothing changed: a rollout has many changes in a row. */
  readonly quietMs: number;
  /** So long after the first change, even if more follow. */
  readonly longestMs: number;
}

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
  /** A signal that aborts when the program is asked to stop. Before this is called, being asked ends it at once. */
  readonly untilStopped: () => AbortSignal;
  /** When the agent posts changes; for tests. */
  readonly agentTimes?: ChangeTimes | undefined;
}
