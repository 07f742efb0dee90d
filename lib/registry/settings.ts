/** A registry that the operator configured: its exact host and port may have a private address. */
export interface RegistrySettings {
  /** The name in references, `host[:port]`. */
  readonly host: string;
  /** A mirror or proxy to use instead: a URL or `host[:port]`. A path becomes the prefix of every repository. */
  readonly endpoint?: string | undefined;
  /** Use HTTP instead of HTTPS, unless `endpoint` has a scheme. */
  readonly plainHttp?: boolean | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Token servers on other domains that may get the credentials: URLs or hosts, also with private addresses. */
  readonly realms?: readonly string[] | undefined;
}

/** Settings of the client. Registries that are not listed are only reached by HTTPS at public addresses. */
export interface ClientSettings {
  readonly registries: readonly RegistrySettings[];
  /** Concurrent requests to one registry; 8 by default. */
  readonly maxConcurrentPerHost?: number | undefined;
  /** Milliseconds for one request, including retries and waits; 30,000 by default. */
  readonly deadlineMs?: number | undefined;
  /** Retries of a read; 3 by default. */
  readonly retries?: number | undefined;
  /**
   * Milliseconds that one write may wait for a registry's rate limit (429), in addition to its deadline; 120,000 by
   * default.
   */
  readonly writeWaitMs?: number | undefined;
  /** The `User-Agent`; `baseboard` by default. */
  readonly userAgent?: string | undefined;
}

/** {@link ClientSettings} with defaults. */
export interface ClientLimits {
  readonly maxConcurrentPerHost: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly writeWaitMs: number;
  readonly userAgent: string;
}

/** Fills in the defaults. */
export function clientLimits(settings: ClientSettings): ClientLimits {
  return {
    maxConcurrentPerHost: settings.maxConcurrentPerHost ?? 8,
    deadlineMs: settings.deadlineMs ?? 30_000,
    retries: settings.retries ?? 3,
    writeWaitMs: settings.writeWaitMs ?? 120_000,
    userAgent: settings.userAgent ?? 'baseboard',
  };
}

/** The settings of a registry cannot work; `message` says why. */
export class RegistrySettingsError extends Error {
  override name = 'RegistrySettingsError';
}
