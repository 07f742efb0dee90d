import { z } from 'zod';
import { isRegistryHost } from '#lib/oci/reference.ts';
import type { RegistrySettings } from '#lib/registry/settings.ts';
import type { ConfigIssue } from '../config-error.ts';
import { type ReadFile, readValueFile } from '../read-file.ts';

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

/** The section `registries` of baseboard.yaml. */
export const registriesSchema = z.array(registrySchema).default([]);

/** The registries with their passwords read from files; issues are added under `path registries[0]`. */
export function readRegistries(
  registries: z.infer<typeof registriesSchema>,
  path: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): RegistrySettings[] {
  const seen = new Set<string>();
  return registries.map((registry, index) => {
    const key = `${path} registries[${index}]`;
    const { host } = registry;
    if (seen.has(host)) issues.push({ key: `${key}.host`, value: host, allowed: 'each host once' });
    seen.add(host);
    return readPassword(registry, key, readFile, issues);
  });
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
  return { ...registry, password: readValueFile(passwordFile, `${key}.passwordFile`, readFile, issues) };
}
