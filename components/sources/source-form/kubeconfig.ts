import { parseDocument } from 'yaml';

/** What a form takes of a kubeconfig. */
export interface TakenAccess {
  readonly server: string;
  /** PEM; empty for the authorities of the system. */
  readonly ca: string;
  readonly token: string;
}

type Entry = Readonly<Record<string, unknown>>;

/** A login that cannot be taken, by its keys, and what to do instead. */
const OTHER_LOGINS: readonly (readonly [keys: readonly string[], why: string])[] = [
  [['exec', 'auth-provider'], 'logs in by running a program, which Baseboard does not do'],
  [
    ['client-certificate', 'client-certificate-data'],
    'logs in with a client certificate, which only baseboard.yaml can name',
  ],
  [['tokenFile'], 'has its token in another file'],
];

/**
 * The address, the authorities and the token of the current context (Kubernetes, "Organizing Cluster Access Using kubeconfig
 * Files"), or why they cannot be taken. Runs in the browser: what else the file has stays there.
 */
export function accessIn(kubeconfig: string): TakenAccess | { readonly problem: string } {
  const document = parseDocument(kubeconfig, { uniqueKeys: true });
  if (document.errors.length > 0) return { problem: 'This is not valid YAML.' };
  const config = entryOf(document.toJS({ maxAliasCount: 100 }));
  const name = textOf(config['current-context']);
  if (name === '') return { problem: 'It has no current context: run kubectl config use-context first.' };
  const context = named(config.contexts, name, 'context');
  const cluster = named(config.clusters, textOf(context.cluster), 'cluster');
  const userName = textOf(context.user);
  const user = named(config.users, userName, 'user');
  const server = textOf(cluster.server);
  if (server === '') return { problem: `It has no server for the context ${name}.` };
  if (cluster['insecure-skip-tls-verify'] === true)
    return {
      problem:
        'It turns off the check of the server’s certificate (insecure-skip-tls-verify), which Baseboard refuses. Add the CA certificate to the cluster’s entry.',
    };
  if (cluster['certificate-authority'] !== undefined && cluster['certificate-authority-data'] === undefined)
    return {
      problem:
        'It names a CA file that Baseboard can’t read. Paste the output of kubectl config view --raw --flatten.',
    };
  for (const [keys, why] of OTHER_LOGINS) {
    if (keys.some((key) => user[key] != null)) {
      return { problem: `The user ${userName} ${why}. Use the token of a service account.` };
    }
  }
  const token = textOf(user.token);
  if (token === '') return { problem: `The user ${userName} has no token. Use one of a service account.` };
  const ca = decoded(textOf(cluster['certificate-authority-data']));
  return ca === undefined
    ? {
        problem:
          'certificate-authority-data is not base64. Paste the output of kubectl config view --raw --flatten.',
      }
    : { server, ca, token };
}

function decoded(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}

function named(list: unknown, name: string, key: string): Entry {
  const entries = Array.isArray(list) ? list.map(entryOf) : [];
  return entryOf(entries.find((entry) => entry.name === name)?.[key]);
}

function entryOf(value: unknown): Entry {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
