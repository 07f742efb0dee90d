import { createPrivateKey, type KeyObject, randomUUID, sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { run } from '../run-program.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A token server of the distribution token specification, for one registry and one account. */
export interface TokenServer {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  /** The certificate the registry trusts (`auth.token.rootcertbundle`). */
  readonly certificate: string;
  /** The requested scopes of each token that was issued, granted or not. */
  readonly requested: string[][];
  stop(): Promise<void>;
}

const LIFETIME_SECONDS = 300;

/** A key and a self-signed certificate; Node makes keys but no certificates, so openssl does both. */
async function makeCertificate(directory: string): Promise<{ key: string; certificate: string }> {
  const key = join(directory, 'token-key.pem');
  const certificate = join(directory, 'token-cert.pem');
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=baseboard-test-tokens'],
    ...['-keyout', key, '-out', certificate],
  ]);
  return { key, certificate };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An RS256 JWT whose header carries its certificate (`x5c`), as Distribution 2.8 verifies it. */
function makeToken(
  key: KeyObject,
  certificate: X509Certificate,
  claims: Readonly<Record<string, unknown>>,
): string {
  const header = { typ: 'JWT', alg: 'RS256', x5c: [certificate.raw.toString('base64')] };
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
}

/** `repository:team/app:pull,push` → the JWT's access entry; names may hold a colon (a port), actions not. */
function parseScope(scope: string): { type: string; name: string; actions: string[] } {
  const first = scope.indexOf(':');
  const last = scope.lastIndexOf(':');
  return {
    type: scope.slice(0, first),
    name: scope.slice(first + 1, last),
    actions: scope.slice(last + 1).split(','),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

/** The account of a request: by Basic on GET, by password or refresh token in a POST's form (OAuth 2). */
function authenticate(request: IncomingMessage, form: URLSearchParams, account: Credentials): string {
  const basic = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
  if (request.headers.authorization === basic) return 'account';
  if (request.headers.authorization !== undefined) return 'refused';
  const grant = form.get('grant_type');
  if (grant === null) return 'anonymous';
  const byPassword =
    grant === 'password' &&
    form.get('username') === account.username &&
    form.get('password') === account.password;
  const byIdentity = grant === 'refresh_token' && form.get('refresh_token') === identityToken(account);
  return byPassword || byIdentity ? 'account' : 'refused';
}

/** The identity token (`identitytoken` in a docker configuration) this server takes for an account. */
export function identityToken(account: Credentials): string {
  return Buffer.from(`identity:${account.username}:${account.password}`).toString('base64url');
}

/**
 * Starts a token server on a free port of loopback. The account gets what it requests; anonymous gets a
 * token without any grant, as real servers do: the refusal then comes from the registry; wrong passwords
 * get 401.
 */
export async function startTokenServer(directory: string, account: Credentials): Promise<TokenServer> {
  const files = await makeCertificate(directory);
  const key = createPrivateKey(readFileSync(files.key));
  const certificate = new X509Certificate(readFileSync(files.certificate));
  const issuer = 'baseboard-test-issuer';
  const service = 'baseboard-test-registry';
  const requested: string[][] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://tokens');
    const form = new URLSearchParams(request.method === 'POST' ? await readBody(request) : '');
    const scopes =
      request.method === 'POST' ? (form.get('scope') ?? '').split(' ') : url.searchParams.getAll('scope');
    const wanted = scopes.flatMap((scope) => scope.split(' ')).filter((scope) => scope !== '');
    const who = authenticate(request, form, account);
    response.setHeader('content-type', 'application/json');
    if (who === 'refused') {
      response.writeHead(401).end(JSON.stringify({ errors: [{ code: 'UNAUTHORIZED' }] }));
      return;
    }
    requested.push(wanted);
    const now = Math.floor(Date.now() / 1000);
    const token = makeToken(key, certificate, {
      ...{ iss: issuer, sub: who === 'account' ? account.username : '', aud: service },
      ...{ exp: now + LIFETIME_SECONDS, nbf: now - 10, iat: now, jti: randomUUID() },
      access: who === 'account' ? wanted.map(parseScope) : [],
    });
    const name = request.method === 'POST' ? 'access_token' : 'token';
    response.end(JSON.stringify({ [name]: token, expires_in: LIFETIME_SECONDS }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the token server has no TCP port');
  return {
    ...{ realm: `http://127.0.0.1:${address.port}/token`, service, issuer, requested },
    certificate: files.certificate,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
