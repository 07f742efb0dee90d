import type { ApiConnection } from '../api/api-client.ts';
import { type ConnectionDeps, ConnectionSettingsError } from './connection-deps.ts';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The connection of a pod to its own cluster, by its service account (Kubernetes, "Accessing the Kubernetes API from a Pod").
 * The token is read for each request: the kubelet replaces it. Throws `ConnectionSettingsError`.
 */
export function inClusterConnection({
  env,
  readFile,
}: Pick<ConnectionDeps, 'env' | 'readFile'>): ApiConnection {
  const host = env.KUBERNETES_SERVICE_HOST;
  const port = env.KUBERNETES_SERVICE_PORT || '443';
  const server = host ? URL.parse(`https://${host.includes(':') ? `[${host}]` : host}:${port}`) : null;
  if (server === null) {
    throw new ConnectionSettingsError(
      'this process does not run in a pod: KUBERNETES_SERVICE_HOST is not set',
    );
  }
  const read = (name: string) => {
    try {
      return readFile(`${ACCOUNT}/${name}`).trim();
    } catch (cause) {
      throw new ConnectionSettingsError(
        `${ACCOUNT}/${name} cannot be read; the pod needs a service account with automountServiceAccountToken`,
        { cause },
      );
    }
  };
  read('token');
  return {
    server,
    isListed: true,
    tls: { ca: read('ca.crt') },
    authorization: () => `Bearer ${read('token')}`,
  };
}
