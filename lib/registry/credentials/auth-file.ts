import { z } from 'zod';
import { canonicalRegistry } from '#lib/oci/reference.ts';
import type { Credential } from '../transport/auth/credential.ts';
import { isHeaderToken } from '../transport/auth/token-request.ts';

const text = z.string().nullish().catch(undefined);
const entrySchema = z
  .looseObject({ auth: text, username: text, password: text, identitytoken: text, registrytoken: text })
  .catch({});
const fileSchema = z.looseObject({
  auths: z.record(z.string(), entrySchema).nullish(),
  credsStore: text,
  credHelpers: z.record(z.string(), z.string()).nullish().catch(undefined),
});

/** A docker `config.json` or a podman `auth.json`, with keys normalised by {@link authKey}. */
export interface AuthFile {
  readonly auths: ReadonlyMap<string, Credential>;
  /** Credential helpers by exact host, as the suffix of `docker-credential-<suffix>`. */
  readonly helpers: ReadonlyMap<string, string>;
  /** The credential helper for all other hosts. */
  readonly store: string | undefined;
}

/** Parses such a file; `undefined` if it is none. Skips entries without a credential. */
export function parseAuthFile(json: string): AuthFile | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const file = fileSchema.safeParse(value);
  if (!file.success) return undefined;
  const auths = new Map<string, Credential>();
  for (const [key, entry] of Object.entries(file.data.auths ?? {})) {
    const credential = entryCredential(entry);
    if (credential && !auths.has(authKey(key))) auths.set(authKey(key), credential);
  }
  const helpers = Object.entries(file.data.credHelpers ?? {});
  return {
    auths,
    helpers: new Map(helpers.map(([key, suffix]) => [authKey(key), suffix])),
    store: file.data.credsStore || undefined,
  };
}

/**
 * The canonical form of a key, `host[:port]` or podman's `host[:port]/path`: without a scheme and the path after it,
 * without the paths `/v1` and `/v2`, and with `docker.io` for Docker Hub's aliases.
 */
export function authKey(key: string): string {
  const bare = key.replace(/^https?:\/\//i, '');
  const [host = '', ...path] = bare.split('/').filter(Boolean);
  const names = bare !== key || /^v[12]$/.test(path.join('/')) ? [] : path;
  return [canonicalRegistry(host), ...names].join('/');
}

/** The credential for a repository: the entry with the longest path prefix, in whole segments, on exactly this host. */
export function findAuth(file: AuthFile, host: string, repository: string): Credential | undefined {
  const path = [host, ...repository.split('/').filter(Boolean)];
  for (let length = path.length; length > 0; length--) {
    const found = file.auths.get(path.slice(0, length).join('/'));
    if (found) return found;
  }
  return undefined;
}

/** True if the file has an entry for the host or for a path on it. */
export function knowsHost({ auths }: AuthFile, host: string): boolean {
  return [...auths.keys()].some((key) => key === host || key.startsWith(`${host}/`));
}

function entryCredential(entry: z.infer<typeof entrySchema>): Credential | undefined {
  const pair = decodePair(entry.auth);
  const username = entry.username || pair?.username;
  if (entry.registrytoken && isHeaderToken(entry.registrytoken)) {
    return { type: 'registry-token', token: entry.registrytoken };
  }
  if (entry.identitytoken) {
    return { type: 'identity-token', token: entry.identitytoken, ...(username ? { username } : {}) };
  }
  const password = entry.password || pair?.password;
  return username && password ? { type: 'password', username, password } : undefined;
}

/** `auth` is base64 of `user:password`, split at the first colon; old files add NULs at the end. */
function decodePair(auth: string | null | undefined): { username: string; password: string } | undefined {
  if (!auth || !/^[A-Za-z0-9+/_-]+=*\s*$/.test(auth)) return undefined;
  const decoded = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  return colon < 0 ? undefined : { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
