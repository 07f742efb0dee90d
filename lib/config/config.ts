import type { RegistrySettings } from '#lib/registry/settings.ts';
import type { NotificationSettings, SmtpSettings } from './sections/notification-settings.ts';
import type { OidcSettings } from './sections/oidc-settings.ts';
import type { ConfiguredSource } from './sections/sources-settings.ts';

/** Levels of the log, the most detailed first (pino's names). */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** The settings of a process, read once when it starts. */
export interface Config {
  /** Address or host name to listen on, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Absolute path; the embedded database lives below it. */
  readonly dataDirectory: string;
  /** A PostgreSQL URL; `undefined` for the embedded server. */
  readonly databaseUrl: string | undefined;
  /** The operator's token; without one, whoever reaches the server is the operator unless `oidc` is set. */
  readonly token: string | undefined;
  /** The origin that people open, without a slash at the end: `https://baseboard.example.com`. */
  readonly publicUrl: string | undefined;
  /** Login with an OpenID Connect provider; `undefined` if none is configured. */
  readonly oidc: OidcSettings | undefined;
  /** Encrypts the secrets in the database; `readSecretKey` says what is used without it. */
  readonly secretKey: string | undefined;
  /** False forbids every write to a registry. */
  readonly enablePush: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly registries: readonly RegistrySettings[];
  /** Patterns of the repositories that may be written to, `host/path/**`. */
  readonly pushAllow: readonly string[];
  /** Bases that the operator declares for images without evidence: a pattern of repositories, and a reference. */
  readonly bases: readonly { readonly image: string; readonly base: string }[];
  /** Patterns of repositories whose layers are evidence even if nobody tracks them. */
  readonly trustedBases: readonly string[];
  /** The label or annotation that names an image's owner before all others; `undefined` if none is configured. */
  readonly ownerLabel: string | undefined;
  /** Patterns of bases for which a cascade also includes images that only their layers tie to the base. */
  readonly cascadeByLayers: readonly string[];
  /** Seconds for which a tag keeps a rebased image's old digest from garbage collection; null to set no such tag. */
  readonly keepOldSeconds: number | null;
  /** Origins whose pages may frame an embedded report; none by default. */
  readonly frameAncestors: readonly string[];
  /** How many days an image may be stale; `undefined` if no limit is set. */
  readonly sla: { readonly staleDays: number } | undefined;
  /** Seconds between two requests of a tag that may move soon; other tags have intervals of their own. */
  readonly scanEverySeconds: number;
  /** The sources of baseboard.yaml. */
  readonly sources: readonly ConfiguredSource[];
  readonly notifications: NotificationSettings;
  /** The mail server for notifications; `undefined` if none is configured. */
  readonly smtp: SmtpSettings | undefined;
  /** The part of the environment that credential sources and helpers use. */
  readonly credentialEnvironment: Readonly<Record<string, string | undefined>>;
}
