import { parseDocument } from 'yaml';
import { z } from 'zod';
import { tryParseReference } from '#lib/oci/reference.ts';
import { DURATION_SHAPE, parseDuration } from '#lib/time/duration.ts';
import type { Config } from './config.ts';
import type { ConfigIssue } from './config-error.ts';
import type { ReadFile } from './read-file.ts';
import { notificationsSchema, readSmtp, smtpSchema } from './sections/notification-settings.ts';
import { oidcSchema, readOidc } from './sections/oidc-settings.ts';
import { readRegistries, registriesSchema } from './sections/registries-settings.ts';
import { readSources, sourcesSchema } from './sections/sources-settings.ts';

/** The settings that baseboard.yaml holds. */
export type FileSettings = Pick<
  Config,
  | 'registries'
  | 'pushAllow'
  | 'bases'
  | 'trustedBases'
  | 'ownerLabel'
  | 'cascadeByLayers'
  | 'keepOldSeconds'
  | 'scanEverySeconds'
  | 'publicUrl'
  | 'oidc'
  | 'notifications'
  | 'smtp'
  | 'frameAncestors'
  | 'sla'
  | 'sources'
>;

/** Returned for a file that is not valid; the start then fails. */
const NOTHING: FileSettings = {
  registries: [],
  pushAllow: [],
  bases: [],
  trustedBases: [],
  ownerLabel: undefined,
  cascadeByLayers: [],
  keepOldSeconds: null,
  scanEverySeconds: 3600,
  publicUrl: undefined,
  oidc: undefined,
  notifications: { allowHosts: [] },
  smtp: undefined,
  frameAncestors: [],
  sla: undefined,
  sources: [],
};

const MIN_SCAN_SECONDS = 60;

const duration = z.string().transform((text, context) => {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  context.addIssue({ code: 'custom', message: DURATION_SHAPE });
  return z.NEVER;
});

function isBare({ protocol, pathname, search, hash, username }: URL): boolean {
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username === '';
}

/** The address of this server for people: scheme, host and port only. */
export const publicUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && isBare(new URL(text)),
    'the address that people open, without a path, such as https://baseboard.example.com',
  )
  .transform((text) => new URL(text).origin);

/** An origin for the policy `frame-ancestors` (CSP § 2.3.1, scheme and host); no other character could end it. */
const frameAncestor = z
  .string()
  .regex(
    /^https?:\/\/(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?$/,
    'an origin such as https://wiki.example.com or https://*.example.com',
  );

/** A pattern of base repositories. It names the host: anybody can take the same path on another one. */
const basePattern = z
  .string()
  .regex(
    /^(?:localhost|[^\s/*]*[.:][^\s/*]*)(?:\/[^\s/:@]+)+$/,
    'a pattern of repositories with its host and without a tag, such as docker.io/library/* or registry.example.com/base/**',
  );

const fileSchema = z.strictObject({
  publicUrl: publicUrl.optional(),
  oidc: oidcSchema.optional(),
  registries: registriesSchema,
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
  trustedBases: z.array(basePattern).default([]),
  owner: z
    .strictObject({
      label: z
        .string()
        .regex(/^[^\s"]{1,200}$/, 'the key of a label or an annotation, such as com.example.team'),
    })
    .optional(),
  push: z
    .strictObject({
      allow: z.array(z.string().min(1)).default([]),
      keepOld: duration.nullable().default(null),
      cascadeByLayers: z.array(basePattern).default([]),
    })
    .default({ allow: [], keepOld: null, cascadeByLayers: [] }),
  embed: z
    .strictObject({ frameAncestors: z.array(frameAncestor).default([]) })
    .default({ frameAncestors: [] }),
  scan: z
    .strictObject({
      every: duration.refine((seconds) => seconds >= MIN_SCAN_SECONDS, 'at least 1m').default(3600),
    })
    .default({ every: 3600 }),
  sla: z
    .strictObject({ staleDays: z.int('a whole number of days, from 1 to 3650').min(1).max(3650) })
    .optional(),
  sources: sourcesSchema,
  notifications: notificationsSchema.default({ allowHosts: [] }),
  smtp: smtpSchema.optional(),
});

/** Knows every section, and parses only those that judging needs: secret files of the others need not exist. */
const judgingSchema = z.strictObject({
  ...Object.fromEntries(Object.keys(fileSchema.shape).map((section) => [section, z.unknown().optional()])),
  registries: fileSchema.shape.registries,
  bases: fileSchema.shape.bases,
});

/**
 * Parses the text of baseboard.yaml; an empty text means the defaults. Bad values are added to `issues` under their
 * path, `baseboard.yaml registries[0].host`; do not use the result then.
 */
export function parseConfigFile(
  text: string,
  path: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): FileSettings {
  const parsed = parseSections(text, path, fileSchema, issues);
  if (parsed === undefined) return NOTHING;
  const { registries, push, scan, oidc, notifications, smtp, bases, trustedBases, embed } = parsed;
  return {
    registries: readRegistries(registries, path, readFile, issues),
    pushAllow: push.allow,
    bases,
    trustedBases,
    ownerLabel: parsed.owner?.label,
    cascadeByLayers: push.cascadeByLayers,
    keepOldSeconds: push.keepOld,
    scanEverySeconds: scan.every,
    publicUrl: parsed.publicUrl,
    oidc: oidc && readOidc(oidc, `${path} oidc`, readFile, issues),
    notifications,
    smtp: readSmtp(smtp, path, readFile, issues),
    frameAncestors: embed.frameAncestors,
    sla: parsed.sla,
    sources: readSources(parsed.sources, path, readFile, issues),
  };
}

/** The sections that judging needs, parsed like {@link parseConfigFile}. */
export function parseJudgingSections(
  text: string,
  path: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): Pick<FileSettings, 'registries' | 'bases'> {
  const parsed = parseSections(text, path, judgingSchema, issues);
  if (parsed === undefined) return NOTHING;
  return { registries: readRegistries(parsed.registries, path, readFile, issues), bases: parsed.bases };
}

function parseSections<T>(
  text: string,
  path: string,
  schema: z.ZodType<T>,
  issues: ConfigIssue[],
): T | undefined {
  const yaml = parseDocument(text, { uniqueKeys: true });
  if (yaml.errors[0]) {
    issues.push({ key: path, allowed: `valid YAML; ${yaml.errors[0].message.split('\n')[0]}` });
    return undefined;
  }
  const json: unknown = yaml.toJS() ?? {};
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    issues.push({
      key: `${path} ${formatPath(issue.path)}`,
      value: shownValue(json, issue.path),
      allowed: issue.message,
    });
  }
  return undefined;
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** The value at a path, unless it could be a secret. */
function shownValue(json: unknown, path: readonly PropertyKey[]): string | undefined {
  if (['password', 'clientSecret', 'credentials'].some((secret) => path.includes(secret))) return undefined;
  const value = path.reduce<unknown>(
    (at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part],
    json,
  );
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}
