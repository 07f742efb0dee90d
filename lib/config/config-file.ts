import { parseDocument } from 'yaml';
import { z } from 'zod';
import { isRegistryHost, tryParseReference } from '#lib/oci/reference.ts';
import type { RegistrySettings } from '#lib/registry/settings.ts';
import type { Config, ReadFile } from './config.ts';
import type { ConfigIssue } from './config-error.ts';
import { notificationsSchema, readSmtp, smtpSchema } from './notification-settings.ts';
import { oidcSchema, readOidc } from './oidc-settings.ts';

/** What baseboard.yaml decides. */
export type FileSettings = Pick<
  Config,
  | 'registries'
  | 'pushAllow'
  | 'bases'
  | 'keepOldSeconds'
  | 'scanEverySeconds'
  | 'publicUrl'
  | 'oidc'
  | 'notifications'
  | 'smtp'
  | 'frameAncestors'
>;

/** Stands in where the file is bad; the start then fails. */
const NOTHING: FileSettings = {
  registries: [],
  pushAllow: [],
  bases: [],
  keepOldSeconds: null,
  scanEverySeconds: 3600,
  publicUrl: undefined,
  oidc: undefined,
  notifications: { allowHosts: [] },
  smtp: undefined,
  frameAncestors: [],
};

const MIN_SCAN_SECONDS = 60;
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const url = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'an http:// or https:// URL',
  );

const registrySchema = z.strictObject({
  host: z.string().refine(isRegistryHost, 'a registry host with an optional port, such as 127.0.0.1:5000'),
  endpoint: url.optional(),
  plainHttp: z.boolean().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  passwordFile: z.string().optional(),
  realms: z.array(url).optional(),
});

const duration = z
  .string()
  .regex(/^\d+[smhd]$/, 'a duration such as 30m, 1h or 1d')
  .transform((text) => Number(text.slice(0, -1)) * (UNIT_SECONDS[text.slice(-1)] ?? 0));

function isBare({ protocol, pathname, search, hash, username }: URL): boolean {
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username === '';
}

/** Where people reach this server: scheme, host and port alone. */
export const publicUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && isBare(new URL(text)),
    'the address that people open, without a path, such as https://baseboard.example.com',
  )
  .transform((text) => new URL(text).origin);

/** A page's origin as a policy's `frame-ancestors` takes it (CSP § 2.3.1, scheme and host), and no other character. */
const frameAncestor = z
  .string()
  .regex(
    /^https?:\/\/(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?$/,
    'an origin such as https://wiki.example.com or https://*.example.com',
  );

const fileSchema = z.strictObject({
  publicUrl: publicUrl.optional(),
  oidc: oidcSchema.optional(),
  registries: z.array(registrySchema).default([]),
  bases: z
    .array(
      z.strictObject({
        image: z
          .string()
          .regex(/^[^\s/]+\/\S+$/, 'a pattern of repositories, such as registry.example.com/legacy/**'),
        base: z
          .string()
          .refine((text) => tryParseReference(text) !== undefined, 'a reference, such as debian:12-slim'),
      }),
    )
    .default([]),
  push: z
    .strictObject({
      allow: z.array(z.string().min(1)).default([]),
      keepOld: duration.nullable().default(null),
    })
    .default({ allow: [], keepOld: null }),
  embed: z
    .strictObject({ frameAncestors: z.array(frameAncestor).default([]) })
    .default({ frameAncestors: [] }),
  scan: z
    .strictObject({
      every: duration.refine((seconds) => seconds >= MIN_SCAN_SECONDS, 'at least 1m').default(3600),
    })
    .default({ every: 3600 }),
  notifications: notificationsSchema.default({ allowHosts: [] }),
  smtp: smtpSchema.optional(),
});

/**
 * Parses the text of baseboard.yaml; an empty text is the defaults. Bad values are added to `issues` under
 * their path, `baseboard.yaml registries[0].host`; the settings returned are then not to be used.
 */
export function parseConfigFile(
  text: string,
  path: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): FileSettings {
  const yaml = parseDocument(text, { uniqueKeys: true });
  if (yaml.errors[0]) {
    issues.push({ key: path, allowed: `valid YAML; ${yaml.errors[0].message.split('\n')[0]}` });
    return NOTHING;
  }
  const json: unknown = yaml.toJS() ?? {};
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      issues.push({
        key: `${path} ${formatPath(issue.path)}`,
        value: shownValue(json, issue.path),
        allowed: issue.message,
      });
    }
    return NOTHING;
  }
  const { registries, push, scan, oidc, notifications, smtp, bases, embed } = parsed.data;
  const seen = new Set<string>();
  for (const [index, { host }] of registries.entries()) {
    if (seen.has(host))
      issues.push({ key: `${path} registries[${index}].host`, value: host, allowed: 'each host once' });
    seen.add(host);
  }
  return {
    registries: registries.map((registry, index) =>
      readPassword(registry, `${path} registries[${index}]`, readFile, issues),
    ),
    pushAllow: push.allow,
    bases,
    keepOldSeconds: push.keepOld,
    scanEverySeconds: scan.every,
    publicUrl: parsed.data.publicUrl,
    oidc: oidc && readOidc(oidc, `${path} oidc`, readFile, issues),
    notifications,
    smtp: readSmtp(smtp, path, readFile, issues),
    frameAncestors: embed.frameAncestors,
  };
}

function readPassword(
  { passwordFile, ...registry }: z.infer<typeof registrySchema>,
  key: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): RegistrySettings {
  if (passwordFile === undefined) return registry;
  if (registry.password !== undefined) {
    issues.push({ key, allowed: 'either password or passwordFile, not both' });
    return registry;
  }
  try {
    return { ...registry, password: readFile(passwordFile).trimEnd() };
  } catch {
    issues.push({
      key: `${key}.passwordFile`,
      value: passwordFile,
      allowed: 'the path of a file that can be read',
    });
    return registry;
  }
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** The value at a path, unless it could be a secret. */
function shownValue(json: unknown, path: readonly PropertyKey[]): string | undefined {
  if (path.includes('password') || path.includes('clientSecret')) return undefined;
  const value = path.reduce<unknown>(
    (at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part],
    json,
  );
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}
