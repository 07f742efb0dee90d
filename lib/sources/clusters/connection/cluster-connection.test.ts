import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { CERTIFICATE, KEY } from '#lib/fleet/notify/testing-certificate.ts';
import { clusterSourceSchema } from '../cluster-source.ts';
import { readCluster } from '../read-cluster.ts';
import { clusterConnection } from './cluster-connection.ts';

const BASE64 = (text: string) => Buffer.from(text).toString('base64');

function kubeconfig(cluster: object, user: object, more: object = {}): string {
  return stringify({
    'current-context': 'prod',
    contexts: [{ name: 'prod', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'u', user }],
    ...more,
  });
}

function connect(config: object, files: Readonly<Record<string, string>> | undefined = {}, env = {}) {
  const source = clusterSourceSchema.parse({
    name: 'x',
    kind: 'kubernetes',
    config: { cluster: 'prod', ...config },
  });
  const readFile = (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };
  return clusterConnection(source.config as never, {
    token: undefined,
    env,
    listedHosts: [],
    readFile,
    mayNameFiles: true,
  });
}

describe('a kubeconfig', () => {
  const of = (text: string, files = {}) =>
    connect({ kubeconfig: '/k/config' }, { '/k/config': text, ...files });

  test('with a token and an authority', () => {
    const { server, isListed, tls, authorization } = of(
      kubeconfig(
        { 'certificate-authority-data': BASE64(CERTIFICATE), 'tls-server-name': 'k8s' },
        { token: 't' },
      ),
    );
    expect([server.href, isListed, authorization()]).toEqual(['https://10.0.0.1:6443/', true, 'Bearer t']);
    expect(tls).toMatchObject({ ca: CERTIFICATE, servername: 'k8s' });
  });

  test('with a client certificate in files beside it', () => {
    const files = { '/k/ca.pem': 'CA', '/k/cert.pem': 'CERT', '/keys/key.pem': 'KEY' };
    const user = { 'client-certificate': 'cert.pem', 'client-key': '/keys/key.pem' };
    const { tls, authorization } = of(kubeconfig({ 'certificate-authority': 'ca.pem' }, user), files);
    expect(tls).toMatchObject({ ca: 'CA', cert: 'CERT', key: 'KEY' });
    expect(authorization()).toBeUndefined();
  });

  test('with a token file, which is read for each request', () => {
    const files: Record<string, string> = {
      '/k/config': kubeconfig({}, { tokenFile: 'token' }),
      '/k/token': 'one\n',
    };
    const { authorization } = connect({ kubeconfig: '/k/config' }, files);
    expect(authorization()).toBe('Bearer one');
    files['/k/token'] = 'two';
    expect(authorization()).toBe('Bearer two');
  });

  test.each<[string, string, string]>([
    [
      'a program',
      kubeconfig({}, { exec: { command: 'aws' } }),
      'logs in by running a program (exec). Programs are not run',
    ],
    ['a password', kubeconfig({}, { username: 'u', password: 'p' }), 'logs in by a password'],
    ['an auth provider', kubeconfig({}, { 'auth-provider': { name: 'gcp' } }), 'auth-provider'],
    ['impersonation', kubeconfig({}, { token: 't', as: 'root' }), 'impersonates another account'],
    ['no verification', kubeconfig({ 'insecure-skip-tls-verify': true }, {}), 'does not verify the server'],
    ['a proxy', kubeconfig({ 'proxy-url': 'http://proxy' }, {}), 'uses a proxy'],
    ['plain HTTP', kubeconfig({ server: 'http://10.0.0.1' }, {}), 'must begin with https://'],
    ['another context', kubeconfig({}, {}, { 'current-context': 'dev' }), 'has no context dev'],
    ['no context', kubeconfig({}, {}, { 'current-context': '' }), 'has no current context'],
    ['no cluster', kubeconfig({}, {}, { clusters: [] }), 'has no cluster c'],
    ['another file', 'a: [', 'is not valid YAML'],
    ['another document', '[]', 'is not a kubeconfig'],
  ])('with %s is refused in words', (_, text, message) => {
    expect(() => of(text)).toThrow(message);
  });

  test('is not read where sources may not name files', () => {
    const source = clusterSourceSchema.parse({
      name: 'x',
      kind: 'kubernetes',
      config: { cluster: 'p', kubeconfig: '/etc/shadow' },
    });
    const readFile = () => 'root';
    const deps = { token: undefined, env: {}, listedHosts: [], readFile, mayNameFiles: false };
    expect(() => clusterConnection(source.config as never, deps)).toThrow('only be named in baseboard.yaml');
  });
});

describe('a pod', () => {
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' };

  test('uses its service account', () => {
    const files = { [`${account}/token`]: 't\n', [`${account}/ca.crt`]: CERTIFICATE };
    const { server, tls, authorization } = connect({ inCluster: true }, files, env);
    expect([server.host, tls.ca, authorization()]).toEqual(['[fd00::1]:6443', CERTIFICATE, 'Bearer t']);
  });

  test('without one says so', () => {
    expect(() => connect({ inCluster: true }, {}, env)).toThrow('automountServiceAccountToken');
    expect(() => connect({ inCluster: true }, {})).toThrow('does not run in a pod');
  });
});

describe('TLS', () => {
  /** Reads a cluster over TLS, and answers who connected and with which certificate. */
  async function readOverTls(ca: string | undefined, user: object) {
    const seen: { authorization: string | undefined; certificate: string | undefined }[] = [];
    const server = createServer(
      { cert: CERTIFICATE, key: KEY, ca: CERTIFICATE, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        const certificate = (request.socket as import('node:tls').TLSSocket).getPeerCertificate();
        seen.push({
          authorization: request.headers.authorization,
          certificate: certificate.subject?.CN as string,
        });
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items: null }));
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const cluster = {
      server: `https://127.0.0.1:${port}`,
      ...(ca === undefined ? {} : { 'certificate-authority-data': BASE64(ca) }),
    };
    const { config } = clusterSourceSchema.parse({
      name: 'x',
      kind: 'kubernetes',
      config: { cluster: 'p', kubeconfig: 'k' },
    });
    try {
      const listing = await readCluster(config as never, {
        ...{
          token: undefined,
          env: {},
          listedHosts: [],
          userAgent: 'test',
          signal: AbortSignal.timeout(20_000),
        },
        readFile: () => kubeconfig(cluster, user),
        mayNameFiles: true,
      });
      return { listing, seen };
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  test('trusts the authority of the kubeconfig, and shows the client certificate', async () => {
    const user = { 'client-certificate-data': BASE64(CERTIFICATE), 'client-key-data': BASE64(KEY) };
    const { listing, seen } = await readOverTls(CERTIFICATE, user);
    expect(listing).toMatchObject({ complete: true, problems: [] });
    expect(seen[0]).toEqual({ authorization: undefined, certificate: 'mail.test' });
  });

  test('sends no token to a server whose certificate it does not trust', async () => {
    const { listing, seen } = await readOverTls(undefined, { token: 'secret' });
    expect(listing.problems).toMatchObject([
      { code: 'unreachable', message: expect.stringContaining('TLS certificate') },
    ]);
    expect([listing.requests, seen]).toEqual([1, []]);
  });
});
