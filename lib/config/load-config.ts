import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopbackHost, isTrustworthyUrl } from '#lib/access/loopback.ts';
import { type Config, LOG_LEVELS } from './config.ts';
import { ConfigError, type ConfigIssue } from './config-error.ts';
import { type FileSettings, parseConfigFile, publicUrl } from './config-file.ts';
import { credentialEnvironment } from './credential-environment.ts';
import { type ReadFile, readValueFile } from './read-file.ts';

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

/**
 * Reads the configuration from the environment (each name also as `NAME_FILE`) and baseboard.yaml. Throws one
 * {@link ConfigError} that lists every bad value with its key and what is expected, and no secret.
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

/** Settings that are valid one by one but not together. */
function issuesTogether(
  { BASEBOARD_HOST, BASEBOARD_TOKEN, BASEBOARD_PUBLIC_URL }: z.output<typeof environmentSchema>,
  file: FileSettings,
): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  if (!isLoopbackHost(BASEBOARD_HOST) && BASEBOARD_TOKEN === undefined && file.oidc === undefined) {
    issues.push({
      key: 'BASEBOARD_HOST',
      value: BASEBOARD_HOST,
      allowed:
        '127.0.0.1, or any address together with BASEBOARD_TOKEN or oidc: beyond loopback the token is needed, or a login',
    });
  }
  if (BASEBOARD_PUBLIC_URL !== undefined && file.publicUrl !== undefined) {
    issues.push({
      key: 'BASEBOARD_PUBLIC_URL',
      allowed: 'the address here or as publicUrl in baseboard.yaml, not both',
    });
  }
  const address = BASEBOARD_PUBLIC_URL ?? file.publicUrl;
  if (file.oidc !== undefined && (address === undefined || !isTrustworthyUrl(address))) {
    issues.push({
      key: 'BASEBOARD_PUBLIC_URL',
      value: address,
      allowed:
        'with oidc the address that people open, such as https://baseboard.example.com (http:// on loopback alone): the provider redirects to it after a login',
    });
  }
  return issues;
}

/** The variables that are set, from the environment or from the file that `NAME_FILE` names. Empty ones are unset: compose files write them so. */
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
      const value = readValueFile(path, `${name}_FILE`, readFile, issues);
      if (value !== undefined) values[name] = value;
    } else if (direct !== undefined) {
      values[name] = direct;
    }
  }
  return values;
}

/** Reads baseboard.yaml. A file that `BASEBOARD_CONFIG` names must exist; the default one may be missing. */
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
