/** What a connection is made from besides the settings of its source. */
export interface ConnectionDeps {
  /** The token of the API. Not used with a kubeconfig or in a cluster, which have their own. */
  readonly token: string | undefined;
  /** Reads a file as text; throws as node:fs does. */
  readonly readFile: (path: string) => string;
  /** Whether the source may name a kubeconfig: a person who only uses the API must not choose files of the server. */
  readonly mayNameFiles: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `host[:port]` of servers that the operator named: they may have private addresses. */
  readonly listedHosts: readonly string[];
}

/** The settings of a source cannot be used; `message` is the second half of a sentence. Nothing was sent. */
export class ConnectionSettingsError extends Error {
  override name = 'ConnectionSettingsError';
}
