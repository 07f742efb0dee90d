/** One registry the operator configured. Being listed makes its exact host and port trusted to be private. */
export interface RegistrySettings {
  /** Name as references write it, `host[:port]`. */
  readonly host: string;
  /** Where to ask instead (a mirror or proxy): a URL or `host[:port]`; a path is put before every repository. */
  readonly endpoint?: string | undefined;
  /** Speak HTTP instead of HTTPS to `host`; an `endpoint` with a scheme decides for itself. */
  readonly plainHttp?: boolean | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Token servers on other domains that may be given the credentials: URLs or hosts; they may be private. */
  readonly realms?: readonly string[] | undefined;
}

/** How the client behaves. Hosts that are not listed are asked by HTTPS, at public addresses only. */
export interface ClientSettings {
  readonly registries: readonly RegistrySettings[];
  /** Requests under way at one registry at a time; 8 by default. */
  readonly maxConcurrentPerHost?: number | undefined;
  /** Milliseconds one request may take in all, retries and waits included; 30,000 by default. */
  readonly deadlineMs?: number | undefined;
  /** Tries after the first one, of reads alone; 3 by default. */
  readonly retries?: number | undefined;
  /**
   * Milliseconds that one write may wait, beside its deadline, for a registry that limits requests (429); 120,000 by
   * default.
   */
  readonly writeWaitMs?: number | undefined;
  readonly userAgent?: string | undefined;
}

/** {@link ClientSettings} with every default filled in. */
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

/** The configuration names a registry in a way that cannot work; `message` says what to set. */
export class RegistrySettingsError extends Error {
  override name = 'RegistrySettingsError';
}
