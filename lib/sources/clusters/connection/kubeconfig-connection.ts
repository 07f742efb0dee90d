import { parseDocument } from 'yaml';
import { z } from 'zod';
import { describeIssue } from '#lib/oci/json/lenient-schema.ts';
import type { ApiConnection } from '../api/api-client.ts';
import { type ConnectionDeps, ConnectionSettingsError } from './connection-deps.ts';
import { refusePlainHttp } from './server-connection.ts';

const text = z.string().nullish();

const clusterSchema = z.looseObject({
  server: z.string(),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'tls-server-name': text,
  'proxy-url': text,
});

const userSchema = z.looseObject({
  token: text,
  tokenFile: text,
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
});

const named = <Key extends string, Entry extends z.ZodType>(key: Key, entry: Entry) =>
  z
    .array(z.object({ name: z.string(), [key]: entry } as { name: z.ZodString } & Record<Key, Entry>))
    .nullish();

const kubeconfigSchema = z.object({
  'current-context': text,
  contexts: named('context', z.object({ cluster: z.string(), user: text })),
  clusters: named('cluster', clusterSchema),
  users: named('user', userSchema.nullish()),
});

/** Ways to log in that this client does not have, and what to do instead. */
const REFUSED_LOGINS: Readonly<Record<string, string>> = {
  exec: 'logs in by running a program (exec). Programs are not run: use a service account with a token',
  'auth-provider':
    'logs in by an auth-provider, which Kubernetes removed: use a service account with a token',
  username: 'logs in by a password, which Kubernetes removed: use a service account with a token',
  as: 'impersonates another account (as): use a token of that account',
};

/**
 * The connection that a kubeconfig describes (Kubernetes, "Organizing Cluster Access Using kubeconfig Files"): with a token, a
 * token file or a client certificate. Its server may have a private address. Throws `ConnectionSettingsError`.
 */
export function kubeconfigConnection(
  { kubeconfig: path, context }: { readonly kubeconfig: string; readonly context?: string | undefined },
  { readFile, mayNameFiles }: Pick<ConnectionDeps, 'readFile' | 'mayNameFiles'>,
): ApiConnection {
  if (!mayNameFiles) {
    throw new ConnectionSettingsError(
      'a kubeconfig can only be named in baseboard.yaml or on the command line',
    );
  }
  const read = (file: string, what: string) => {
    try {
      return readFile(file);
    } catch (cause) {
      throw new ConnectionSettingsError(`${what} ${file} cannot be read`, { cause });
    }
  };
  const { cluster, user, userName } = chosen(
    parseKubeconfig(read(path, 'the kubeconfig'), path),
    context,
    path,
  );
  const server = URL.parse(cluster.server);
  if (server === null || !/^https?:$/.test(server.protocol) || server.username !== '') {
    throw new ConnectionSettingsError(`the server in ${path} is not an address`);
  }
  refusePlainHttp(server);
  if (cluster['insecure-skip-tls-verify'] === true) {
    throw new ConnectionSettingsError(
      `${path} does not verify the server (insecure-skip-tls-verify): name its certificate-authority instead`,
    );
  }
  if (cluster['proxy-url'])
    throw new ConnectionSettingsError(`${path} uses a proxy (proxy-url), which is not supported`);
  for (const [key, why] of Object.entries(REFUSED_LOGINS)) {
    if (user[key] != null) throw new ConnectionSettingsError(`the user ${userName} in ${path} ${why}`);
  }
  /** Data goes before the path of a file, as in kubectl. */
  const pem = (data: string | null | undefined, file: string | null | undefined, what: string) => {
    if (data) return Buffer.from(data, 'base64').toString('utf8');
    return file ? read(besides(path, file), what) : undefined;
  };
  const { token, tokenFile } = user;
  return {
    server,
    isListed: true,
    tls: {
      ca: pem(
        cluster['certificate-authority-data'],
        cluster['certificate-authority'],
        'the certificate authority',
      ),
      cert: pem(user['client-certificate-data'], user['client-certificate'], 'the client certificate'),
      key: pem(user['client-key-data'], user['client-key'], 'the client key'),
      servername: cluster['tls-server-name'] ?? undefined,
    },
    authorization: () => {
      const bearer = tokenFile ? read(besides(path, tokenFile), 'the token file').trim() : token;
      return bearer ? `Bearer ${bearer}` : undefined;
    },
  };
}

function parseKubeconfig(content: string, path: string): z.output<typeof kubeconfigSchema> {
  const document = parseDocument(content, { uniqueKeys: true });
  if (document.errors.length > 0) throw new ConnectionSettingsError(`${path} is not valid YAML`);
  const parsed = kubeconfigSchema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (parsed.success) return parsed.data;
  throw new ConnectionSettingsError(`${path} is not a kubeconfig: ${describeIssue(parsed.error)}`);
}

function chosen(config: z.output<typeof kubeconfigSchema>, wanted: string | undefined, path: string) {
  const name = wanted ?? config['current-context'] ?? '';
  const context = config.contexts?.find((each) => each.name === name)?.context;
  if (context === undefined) {
    const what = name === '' ? 'no current context; name one with context' : `no context ${name}`;
    throw new ConnectionSettingsError(`${path} has ${what}`);
  }
  const cluster = config.clusters?.find((each) => each.name === context.cluster)?.cluster;
  if (cluster === undefined) throw new ConnectionSettingsError(`${path} has no cluster ${context.cluster}`);
  const userName = context.user ?? '';
  const user = config.users?.find((each) => each.name === userName)?.user ?? {};
  return { cluster, user, userName } as const;
}

/** Paths in a kubeconfig are relative to it. */
function besides(kubeconfig: string, file: string): string {
  if (file.startsWith('/')) return file;
  return `${kubeconfig.slice(0, kubeconfig.lastIndexOf('/') + 1)}${file}`;
}
