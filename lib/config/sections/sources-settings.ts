import { z } from 'zod';
import {
  type Credentials,
  credentialOf,
  credentialsSchema,
  type SourceCredential,
} from '#lib/sources/registries/source-credential.ts';
import { parseSource } from '#lib/sources/source.ts';
import type { SourceKind } from '#lib/sources/source-kind.ts';
import type { ConfigIssue } from '../config-error.ts';
import { type ReadFile, readValueFile } from '../read-file.ts';

/** A source of baseboard.yaml: its settings as they stand there, and its credentials. */
export interface ConfiguredSource {
  readonly name: string;
  readonly kind: SourceKind;
  readonly config?: unknown;
  readonly select?: unknown;
  readonly every?: unknown;
  readonly credential: SourceCredential | undefined;
}

const text = z.string().min(1, 'a text').optional();

const credentials = z.strictObject({
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  passwordFile: text,
  accessKeyId: text,
  secretAccessKey: text,
  secretAccessKeyFile: text,
  sessionToken: text,
});

/** The section `sources` of baseboard.yaml. `parseSource` checks the settings of each kind. */
export const sourcesSchema = z
  .array(z.looseObject({ name: z.string(), kind: z.string(), credentials: credentials.optional() }))
  .default([]);

/** The sources with their secrets read from files; issues are added under `path sources[0]`. */
export function readSources(
  sources: z.infer<typeof sourcesSchema>,
  path: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): ConfiguredSource[] {
  const seen = new Set<string>();
  return sources.flatMap(({ credentials: given, ...settings }, index) => {
    const key = `${path} sources[${index}]`;
    const parsed = parseSource(settings);
    if ('issues' in parsed) {
      issues.push(...parsed.issues.map((issue) => ({ key: `${key}.${issue.key}`, allowed: issue.allowed })));
      return [];
    }
    const { name, kind } = parsed.source;
    if (seen.has(name)) issues.push({ key: `${key}.name`, value: name, allowed: 'each name once' });
    seen.add(name);
    const { config, select, every } = settings;
    const credential = given && readCredentials(given, `${key}.credentials`, readFile, issues);
    return [{ name, kind, config, select, every, credential: credential && credentialOf(credential) }];
  });
}

function readCredentials(
  given: z.infer<typeof credentials>,
  key: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): Credentials | undefined {
  const { tokenFile, passwordFile, secretAccessKeyFile, ...values } = given;
  const files = { token: tokenFile, password: passwordFile, secretAccessKey: secretAccessKeyFile };
  const read = { ...values };
  for (const [name, file] of Object.entries(files) as [keyof typeof files, string | undefined][]) {
    if (file === undefined) continue;
    if (values[name] !== undefined) issues.push({ key, allowed: `either ${name} or ${name}File, not both` });
    read[name] = readValueFile(file, `${key}.${name}File`, readFile, issues);
    if (read[name] === undefined) return undefined;
  }
  const parsed = credentialsSchema.safeParse(
    Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)),
  );
  if (parsed.success) return parsed.data;
  issues.push({ key, allowed: parsed.error.issues[0]?.message ?? 'credentials' });
  return undefined;
}
