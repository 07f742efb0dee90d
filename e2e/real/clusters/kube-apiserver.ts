import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request as sendRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { peer } from '../../peers/peers.ts';
import { findProgram, freePort, run, type Service, startService } from '../run-program.ts';

/** A machine that also builds and tests may take long. */
const READY_MS = 60_000;

/** A Kubernetes API server with its etcd, on loopback. It has no controllers, no scheduler and no kubelet: tests write what those would. */
export interface KubeApiServer {
  /** `https://127.0.0.1:port` */
  readonly server: string;
  /** The certificate to trust, in PEM. */
  readonly ca: string;
  /** Accounts by their tokens: one may do everything, one nothing but what tests grant to the user `limited`. */
  readonly tokens: { readonly admin: string; readonly limited: string };
  /** A certificate of an administrator, in PEM. */
  readonly client: { readonly cert: string; readonly key: string };
  /** Sends a request as an administrator; rejects with the answer unless its status is 2xx. */
  send(method: string, path: string, body?: object): Promise<{ readonly metadata: { readonly uid: string } }>;
  /** Drops the history of etcd up to now: what reads an older state fails with 410. */
  compact(): Promise<void>;
  /** Stops the API server, and starts it again at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Why no API server can be started here, or `undefined` where one can. */
export function kubeApiServerMissing(): string | undefined {
  const missing = (['etcd', 'kube-apiserver'] as const).filter((name) => peer(name) === undefined);
  if (missing.length > 0)
    return `not built: ${missing.join(', ')}; node e2e/peers/install.ts ${missing.join(' ')}`;
  return findProgram('openssl') === undefined ? 'not installed: openssl' : undefined;
}

/** Starts an API server on free ports. */
export async function startKubeApiServer(): Promise<KubeApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'baseboard-kube-'));
  const file = (name: string) => join(folder, name);
  await mkdir(file('certs'));
  await run('openssl', ['genrsa', '-out', file('accounts.key'), '2048']);
  await makeClientCertificate(file);
  await writeFile(file('tokens.csv'), 'admin-token,admin,1,"system:masters"\nlimited-token,limited,2\n');

  const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  const etcd = await startService(peer('etcd') ?? '', etcdArguments(file('etcd'), etcdUrl, peerPort), {
    ready: async () => isOk(`${etcdUrl}/health`),
    readyMs: READY_MS,
  });
  const server = `https://127.0.0.1:${port}`;
  let api: Service;
  const start = async () => {
    api = await startService(peer('kube-apiserver') ?? '', apiArguments(file, etcdUrl, port), {
      ready: async () => isReady(`${server}/readyz`, file('certs/apiserver.crt')),
      readyMs: READY_MS,
    });
  };
  try {
    await start();
  } catch (error) {
    await etcd.stop();
    throw error;
  }
  const ca = await readFile(file('certs/apiserver.crt'), 'utf8');
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 8 });
  return {
    server,
    ca,
    tokens: { admin: 'admin-token', limited: 'limited-token' },
    client: {
      cert: await readFile(file('client.crt'), 'utf8'),
      key: await readFile(file('client.key'), 'utf8'),
    },
    async send(method, path, body) {
      const { status, content } = await send(agent, method, `${server}${path}`, body);
      if (status < 200 || status > 299) throw new Error(`${method} ${path} answered ${status}: ${content}`);
      return JSON.parse(content);
    },
    async compact() {
      const post = async (path: string, body: object) =>
        (await fetch(`${etcdUrl}${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
      const { header } = await post('/v3/kv/range', { key: Buffer.from('x').toString('base64') });
      await post('/v3/kv/compaction', { revision: header.revision, physical: true });
    },
    async restart() {
      await api.stop();
      await start();
    },
    async stop() {
      agent.destroy();
      await api.stop();
      await etcd.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeClientCertificate(file: (name: string) => string): Promise<void> {
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  await run('openssl', [
    ...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=baseboard-test-clients'],
    ...['-keyout', file('ca.key'), '-out', file('ca.crt')],
  ]);
  await run('openssl', [
    ...['req', ...key, '-subj', '/O=system:masters/CN=admin-by-certificate'],
    ...['-keyout', file('client.key'), '-out', file('client.csr')],
  ]);
  await run('openssl', [
    ...['x509', '-req', '-in', file('client.csr'), '-CA', file('ca.crt'), '-CAkey', file('ca.key')],
    ...['-CAcreateserial', '-days', '2', '-out', file('client.crt')],
  ]);
}

function etcdArguments(data: string, url: string, peerPort: number): string[] {
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  return [
    ...['--data-dir', data, '--listen-client-urls', url, '--advertise-client-urls', url],
    ...['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl],
    ...['--initial-cluster', `default=${peerUrl}`, '--unsafe-no-fsync'],
  ];
}

function apiArguments(file: (name: string) => string, etcd: string, port: number): string[] {
  return [
    ...['--etcd-servers', etcd, '--secure-port', String(port), '--bind-address', '127.0.0.1'],
    ...[
      '--cert-dir',
      file('certs'),
      '--client-ca-file',
      file('ca.crt'),
      '--token-auth-file',
      file('tokens.csv'),
    ],
    ...['--service-account-issuer', 'https://kube.test', '--service-account-key-file', file('accounts.key')],
    ...['--service-account-signing-key-file', file('accounts.key'), '--authorization-mode', 'RBAC'],
    ...['--service-cluster-ip-range', '10.0.0.0/24', '--disable-admission-plugins', 'ServiceAccount'],
    // Without the second, pages come from a snapshot in memory, which outlives the history of etcd.
    ...['--feature-gates', 'ImageVolume=true,ListFromCacheSnapshot=false'],
  ];
}

async function isOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function isReady(url: string, certificate: string): Promise<boolean> {
  try {
    const agent = new Agent({ ca: await readFile(certificate) });
    return (await send(agent, 'GET', url)).status === 200;
  } catch {
    return false;
  }
}

async function send(agent: Agent, method: string, url: string, body?: object) {
  return new Promise<{ readonly status: number; readonly content: string }>((resolve, reject) => {
    const type = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
    const headers = { authorization: 'Bearer admin-token', 'content-type': type };
    const sent = sendRequest(url, { method, agent, headers }, async (response) => {
      resolve({ status: response.statusCode ?? 0, content: await text(response) });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
