import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peer } from '../../peers/peers.ts';
import { findProgram, freePort, run, type Service, startService } from '../run-program.ts';
import { type Credentials, startTokenServer, type TokenServer } from './token-server.ts';

export type RegistryAuth = 'none' | 'basic' | 'token';

/** A real registry server on loopback, plain HTTP, with its own temporary storage. */
export interface RealRegistry {
  readonly kind: 'distribution' | 'go-containerregistry';
  readonly auth: RegistryAuth;
  /** `127.0.0.1:port`, as it stands in references. */
  readonly host: string;
  /** The one account, where the registry wants one. */
  readonly credentials: Credentials | undefined;
  /** A docker `config.json` with that account (`{"auths":{}}` without): for skopeo, buildah and other clients. */
  readonly authFile: string;
  /** The folder of `authFile`, for clients that want `DOCKER_CONFIG`. */
  readonly dockerConfig: string;
  /** A folder that goes when the registry stops. */
  readonly scratch: string;
  readonly tokens: TokenServer | undefined;
  /**
   * Forgets a tag and keeps its manifest: Distribution 2.8 refuses DELETE by tag with 400, so the link is
   * taken from its storage.
   */
  forgetTag(repository: string, tag: string): Promise<void>;
  /** What the server wrote last. */
  log(): string;
  stop(): Promise<void>;
}

const ACCOUNT: Credentials = { username: 'baseboard', password: 'pa:ss word/ö' };

/** Why Debian's registry cannot be started here, or `undefined` where it can. */
export function distributionMissing(): string | undefined {
  const missing = ['docker-registry', 'htpasswd', 'openssl'].filter(
    (name) => findProgram(name) === undefined,
  );
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

async function answers(host: string): Promise<boolean> {
  try {
    const response = await fetch(`http://${host}/v2/`);
    await response.arrayBuffer();
    return response.status === 200 || response.status === 401;
  } catch {
    return false;
  }
}

/** Starts a server on a free port; another try where somebody took the port in between. */
async function startOnFreePort(
  start: (port: number) => Promise<Service>,
  wanted?: number,
): Promise<[Service, string]> {
  for (let left = 3; ; left -= 1) {
    const port = wanted ?? (await freePort());
    try {
      return [await start(port), `127.0.0.1:${port}`];
    } catch (error) {
      if (left === 0 || !String(error).includes('address already in use')) throw error;
    }
  }
}

async function writeAuthFile(
  directory: string,
  host: string,
  account: Credentials | undefined,
): Promise<void> {
  const auth = Buffer.from(`${account?.username}:${account?.password}`).toString('base64');
  const auths = account === undefined ? {} : { [host]: { auth } };
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'config.json'), JSON.stringify({ auths }), { mode: 0o600 });
}

/** The configuration as JSON, which is YAML too. Health checks and upload purging only make noise here. */
function distributionConfig(
  port: number,
  scratch: string,
  auth: object | undefined,
  notifications: object | undefined,
): string {
  return JSON.stringify({
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: join(scratch, 'storage') },
      delete: { enabled: true },
      cache: { blobdescriptor: 'inmemory' },
      maintenance: { uploadpurging: { enabled: false } },
    },
    http: { addr: `127.0.0.1:${port}`, secret: 'not-a-secret' },
    health: { storagedriver: { enabled: false } },
    ...(auth === undefined ? {} : { auth }),
    ...(notifications === undefined ? {} : { notifications }),
  });
}

async function authConfig(
  auth: RegistryAuth,
  scratch: string,
): Promise<{ config: object | undefined; tokens: TokenServer | undefined }> {
  if (auth === 'none') return { config: undefined, tokens: undefined };
  if (auth === 'basic') {
    const path = join(scratch, 'htpasswd');
    // Distribution reads bcrypt alone (-B); the password comes on stdin, where no process list shows it.
    await run('htpasswd', ['-c', '-i', '-B', '-C', '5', path, ACCOUNT.username], { input: ACCOUNT.password });
    return { config: { htpasswd: { realm: 'baseboard-test', path } }, tokens: undefined };
  }
  const tokens = await startTokenServer(scratch, ACCOUNT);
  const { realm, service, issuer, certificate } = tokens;
  return { config: { token: { realm, service, issuer, rootcertbundle: certificate } }, tokens };
}

/**
 * Starts Debian's Distribution 2.8 with deletes enabled, on a free port or on the one that is given, and with these
 * notifications. Rejects with the server's log where it does not start.
 */
export async function startDistribution(
  auth: RegistryAuth = 'none',
  given: { readonly port?: number; readonly notifications?: object } = {},
): Promise<RealRegistry> {
  const scratch = await mkdtemp(join(tmpdir(), 'baseboard-registry-'));
  const { config, tokens } = await authConfig(auth, scratch);
  const configFile = join(scratch, 'registry.json');
  const [service, host] = await startOnFreePort(async (port) => {
    await writeFile(configFile, distributionConfig(port, scratch, config, given.notifications));
    return startService('docker-registry', ['serve', configFile], {
      ready: () => answers(`127.0.0.1:${port}`),
    });
  }, given.port);
  const credentials = auth === 'none' ? undefined : ACCOUNT;
  const dockerConfig = join(scratch, 'docker');
  await writeAuthFile(dockerConfig, host, credentials);
  return {
    ...{ kind: 'distribution', auth, host, credentials, scratch, tokens, dockerConfig },
    authFile: join(dockerConfig, 'config.json'),
    log: service.log,
    forgetTag: async (repository, tag) => {
      const repositories = join(scratch, 'storage/docker/registry/v2/repositories');
      await rm(join(repositories, repository, '_manifests/tags', tag), { recursive: true });
    },
    stop: async () => {
      await service.stop();
      await tokens?.stop();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** Starts go-containerregistry's in-memory registry, which has referrers; `undefined` where it was not built. */
export async function startGoRegistry(): Promise<RealRegistry | undefined> {
  const program = peer('registry');
  if (program === undefined) return undefined;
  const scratch = await mkdtemp(join(tmpdir(), 'baseboard-registry-'));
  const [service, host] = await startOnFreePort((port) =>
    startService(program, ['--port', String(port)], { ready: () => answers(`127.0.0.1:${port}`) }),
  );
  const dockerConfig = join(scratch, 'docker');
  await writeAuthFile(dockerConfig, host, undefined);
  return {
    ...{ kind: 'go-containerregistry', auth: 'none', host, scratch, dockerConfig },
    ...{ credentials: undefined, tokens: undefined, authFile: join(dockerConfig, 'config.json') },
    log: service.log,
    forgetTag: async (repository, tag) => {
      const response = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, { method: 'DELETE' });
      if (!response.ok) throw new Error(`DELETE of ${repository}:${tag} answered ${response.status}`);
    },
    stop: async () => {
      await service.stop();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
