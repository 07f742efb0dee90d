import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { RegistrySettings } from '#lib/registry/settings.ts';
import { ConfigError, type ConfigIssue } from './config-error.ts';
import { type FileSettings, parseConfigFile, publicUrl } from './config-file.ts';
import { credentialEnvironment } from './credential-environment.ts';
import type { NotificationSettings, SmtpSettings } from './sections/notification-settings.ts';
import { isPrivateUrl, type OidcSettings } from './sections/oidc-settings.ts';

export { ConfigError } from './config-error.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** What Baseboard is set to, read once at the start. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute path; the embedded database lives below it. */
  readonly dataDirectory: string;
  /** A PostgreSQL URL; `undefined` means the embedded server. */
  readonly databaseUrl: string | undefined;
  readonly token: string | undefined;
  /** Where people reach this server, without a slash at the end: `https://baseboard.example.com`. */
  readonly publicUrl: string | undefined;
  /** Logins with a provider of OpenID Connect; `undefined` where none is configured. */
  readonly oidc: OidcSettings | undefined;
  /** Seals what is secret in the database; see `readSecretKey` for what stands in where it is not set. */
  readonly secretKey: string | undefined;
  readonly enablePush: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly registries: readonly RegistrySettings[];
  /** Patterns of repositories that may be written, `host/path/**`. */
  readonly pushAllow: readonly string[];
  /** What the operator says of images that say nothing of their base: patterns of repositories, and references. */
  readonly bases: readonly { readonly image: string; readonly base: string }[];
  /** Patterns of repositories whose layers are evidence although nobody tracks them. */
  readonly trustedBases: readonly string[];
  /** Patterns of bases whose images a cascade includes although only layers name the base. */
  readonly cascadeByLayers: readonly string[];
  /** Seconds for which a tag keeps a rebased image's old digest from garbage collection; null for not at all. */
  readonly keepOldSeconds: number | null;
  /** Origins whose pages may frame a report's embed; none unless told. */
  readonly frameAncestors: readonly string[];
  /** Seconds between scheduled scans of the whole fleet. */
  readonly scanEverySeconds: number;
  readonly notifications: NotificationSettings;
  /** The mail server of notifications; `undefined` where none is set. */
  readonly smtp: SmtpSettings | undefined;
  /** The credential sources' part of the environment, so that nothing else reads it. */
  readonly credentialEnvironment: Readonly<Record<string, string | undefined>>;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

const environmentSchema = z.object({
  BASEBOARD_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:[\]-]+$/, 'an address or host name to listen on, such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  BASEBOARD_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'a port, 1 to 65535')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'a port, 1 to 65535')
    .default(3000),
  BASEBOARD_DATA: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\/./, 'a URL such as postgres://user:password@host:5432/database')
    .optional(),
  BASEBOARD_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'printable ASCII characters without spaces, such as: openssl rand -hex 32')
    .optional(),
  BASEBOARD_PUBLIC_URL: publicUrl.optional(),
  BASEBOARD_SECRET_KEY: z
    .string()
    .min(32, 'at least 32 characters, for example: openssl rand -hex 32')
    .optional(),
  BASEBOARD_ENABLE_PUSH: z
    .enum(['0', '1', 'false', 'true'], '1 to allow pushing, 0 to forbid it')
    .transform((text) => text === '1' || text === 'true')
    .default(false),
  BASEBOARD_CONFIG: z.string().optional(),
  BASEBOARD_LOG_LEVEL: z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')}`).default('info'),
});

const NAMES = Object.keys(environmentSchema.shape);
const SECRETS = new Set(['DATABASE_URL', 'BASEBOARD_TOKEN', 'BASEBOARD_SECRET_KEY']);

/** Reads a file as text; throws as node:fs does. */
export type ReadFile = (path: string) => string;

/**
 * Reads the configuration from the environment (each name also as `NAME_FILE`) and baseboard.yaml. Throws one
 * {@link ConfigError} that lists every bad value with its key and what is allowed; secrets are never repeated.
 */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile = (path) => readFileSync(path, 'utf8'),
): Config {
  const issues: ConfigIssue[] = [];
  const values = readEnvironment(environment, readFile, issues);
  const parsed = environmentSchema.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const key = String(issue.path[0]);
      issues.push({ key, value: SECRETS.has(key) ? undefined : values[key], allowed: issue.message });
    }
  }
  const file = readConfigFile(values.BASEBOARD_CONFIG, readFile, issues);
  if (!parsed.success || issues.length > 0) throw new ConfigError(issues);

  const settings = parsed.data;
  const together = issuesTogether(settings, file);
  if (together.length > 0) throw new ConfigError(together);
  return {
    host: settings.BASEBOARD_HOST.replace(/^\[(.*)\]$/, '$1'),
    port: settings.BASEBOARD_PORT,
    dataDirectory: resolve(settings.BASEBOARD_DATA),
    databaseUrl: settings.DATABASE_URL,
    token: settings.BASEBOARD_TOKEN,
    secretKey: settings.BASEBOARD_SECRET_KEY,
    enablePush: settings.BASEBOARD_ENABLE_PUSH,
    logLevel: settings.BASEBOARD_LOG_LEVEL,
    ...file,
    publicUrl: settings.BASEBOARD_PUBLIC_URL ?? file.publicUrl,
    credentialEnvironment: credentialEnvironment(environment),
  };
}

/** What each setting allows alone and the others do not. */
function issuesTogether(
  { BASEBOARD_HOST, BASEBOARD_TOKEN, BASEBOARD_PUBLIC_URL }: z.output<typeof environmentSchema>,
  file: FileSettings,
): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  if (!LOOPBACK.has(BASEBOARD_HOST) && BASEBOARD_TOKEN === undefined && file.oidc === undefined) {
    issues.push({
      key: 'BASEBOARD_HOST',
      value: BASEBOARD_HOST,
      allowed:
        '127.0.0.1, or any address together with BASEBOARD_TOKEN or oidc: beyond loopback the token is needed, or people who log in',
    });
  }
  if (BASEBOARD_PUBLIC_URL !== undefined && file.publicUrl !== undefined) {
    issues.push({
      key: 'BASEBOARD_PUBLIC_URL',
      allowed: 'the address here or as publicUrl in baseboard.yaml, not both',
    });
  }
  const address = BASEBOARD_PUBLIC_URL ?? file.publicUrl;
  if (file.oidc !== undefined && (address === undefined || !isPrivateUrl(address))) {
    issues.push({
      key: 'BASEBOARD_PUBLIC_URL',
      value: address,
      allowed:
        'with oidc the address that people open, such as https://baseboard.example.com (http:// on loopback alone): the provider leads back to it',
    });
  }
  return issues;
}

/** Empty strings count as unset, as compose files write them. */
function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile,
  issues: ConfigIssue[],
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of NAMES) {
    const direct = environment[name] || undefined;
    const path = environment[`${name}_FILE`] || undefined;
    if (direct !== undefined && path !== undefined) {
      issues.push({ key: name, allowed: `either ${name} or ${name}_FILE, not both` });
    } else if (path !== undefined) {
      try {
        values[name] = readFile(path).trim();
      } catch {
        issues.push({ key: `${name}_FILE`, value: path, allowed: 'the path of a file that can be read' });
      }
    } else if (direct !== undefined) {
      values[name] = direct;
    }
  }
  return values;
}

/** A file that was named must be there; the default one may be missing. */
function readConfigFile(named: string | undefined, readFile: ReadFile, issues: ConfigIssue[]): FileSettings {
  const path = named ?? './baseboard.yaml';
  let text = '';
  try {
    text = readFile(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!missing || named !== undefined) {
      issues.push({
        key: 'BASEBOARD_CONFIG',
        value: path,
        allowed: 'the path of a YAML file that can be read',
      });
    }
  }
  return parseConfigFile(text, path, readFile, issues);
}
