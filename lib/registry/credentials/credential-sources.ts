import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credential, FindCredential } from '../transport/auth/credential.ts';
import { createPromiseCache } from '../transport/limits/promise-cache.ts';
import { type AuthFile, findAuth, knowsHost, parseAuthFile } from './auth-file.ts';
import { CredentialHelperError, helperRunner, type RunHelper } from './credential-helper.ts';

/** The part of the process's environment that names credential sources. */
interface CredentialEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string | undefined;
}

/** A place that holds credentials. A missing file of an explicit source is a problem; others may be missing. */
interface CredentialSource {
  readonly name: string;
  readonly explicit: boolean;
  readonly from: { readonly inline: string } | { readonly path: string };
}

const FILES_FOR_MS = 30_000;
const HELPER_FOR_MS = 5 * 60_000;
const MAX_FILE = 1024 * 1024;
/** Images name hosts as they like: answers of helpers are kept for this many. */
const MAX_HOSTS = 2000;

/** The sources that docker and podman use, in the order of precedence. */
function credentialSources({ env, home }: CredentialEnvironment): CredentialSource[] {
  const sources: CredentialSource[] = [];
  const file = (name: string, path: string, explicit: boolean) =>
    sources.push({ name, explicit, from: { path } });
  if (env.DOCKER_AUTH_CONFIG) {
    sources.push({ name: 'DOCKER_AUTH_CONFIG', explicit: true, from: { inline: env.DOCKER_AUTH_CONFIG } });
  }
  if (env.REGISTRY_AUTH_FILE) file('REGISTRY_AUTH_FILE', env.REGISTRY_AUTH_FILE, true);
  if (env.DOCKER_CONFIG) file('DOCKER_CONFIG', join(env.DOCKER_CONFIG, 'config.json'), true);
  else if (home) file('docker’s config.json', join(home, '.docker', 'config.json'), false);
  if (env.XDG_RUNTIME_DIR)
    file('podman’s auth.json', join(env.XDG_RUNTIME_DIR, 'containers', 'auth.json'), false);
  return sources;
}

/** Finds credentials, and names their source. */
export type CredentialFinder = FindCredential & {
  /**
   * The source that has an entry for a host, such as `DOCKER_AUTH_CONFIG`; runs no helper. A credential store for all
   * hosts may turn out to have none.
   */
  readonly sourceOf: (host: string) => Promise<string | undefined>;
};

/**
 * Finds credentials where docker and podman keep them. The first source that has the host wins; within a source first
 * the host's helper, then its entries, then the helper for all hosts. `warn` is called once for each source that cannot
 * be read, never with a secret.
 */
export function createCredentialFinder(
  environment: CredentialEnvironment,
  warn: (message: string) => void,
  runHelper: RunHelper = helperRunner(environment.env),
): CredentialFinder {
  const warned = new Set<string>();
  const warnOnce = (message: string) => {
    if (!warned.has(message)) warn(message);
    warned.add(message);
  };
  const sources = credentialSources(environment);
  const readFiles = async () => {
    const read = await Promise.all(sources.map((source) => readSource(source, warnOnce)));
    return read.filter((file) => file !== undefined);
  };
  const fileCache = createPromiseCache<Awaited<ReturnType<typeof readFiles>>>({ ms: FILES_FOR_MS, max: 1 });
  const files = () => fileCache.get('all', readFiles);
  const helpers = createPromiseCache<Credential | undefined>({ ms: HELPER_FOR_MS, max: MAX_HOSTS });
  const fromHelper = (suffix: string, host: string) =>
    helpers.get(`${suffix} ${host}`, () =>
      runHelper(suffix, host).catch((error: unknown) => {
        if (!(error instanceof CredentialHelperError)) throw error;
        warnOnce(`credentials: ${error.message}`);
        return undefined;
      }),
    );

  const find: FindCredential = async (host, repository) => {
    for (const { file } of await files()) {
      const helper = file.helpers.get(host);
      const found =
        (helper && (await fromHelper(helper, host))) ||
        findAuth(file, host, repository) ||
        (file.store && (await fromHelper(file.store, host)));
      if (found) return found;
    }
    return undefined;
  };
  const sourceOf = async (host: string) => {
    for (const { name, file } of await files()) {
      const helper = file.helpers.get(host);
      if (helper !== undefined) return `docker-credential-${helper}`;
      if (knowsHost(file, host)) return name;
      if (file.store !== undefined) return `docker-credential-${file.store}`;
    }
    return undefined;
  };
  return Object.assign(find, { sourceOf });
}

async function readSource(
  source: CredentialSource,
  warn: (message: string) => void,
): Promise<{ readonly name: string; readonly file: AuthFile } | undefined> {
  let json: string;
  if ('inline' in source.from) {
    json = source.from.inline;
  } else {
    try {
      json = await readFile(source.from.path, 'utf8');
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!missing || source.explicit) {
        warn(
          `credentials: ${source.name} (${source.from.path}) ${missing ? 'does not exist' : 'cannot be read'}`,
        );
      }
      return undefined;
    }
  }
  const file: AuthFile | undefined = json.length > MAX_FILE ? undefined : parseAuthFile(json);
  if (file) return { name: source.name, file };
  warn(`credentials: ${source.name} is not a docker or podman credential file`);
  return undefined;
}
