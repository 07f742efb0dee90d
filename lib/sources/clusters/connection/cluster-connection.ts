import type { ApiConnection } from '../api/api-client.ts';
import type { KubernetesConfig } from '../cluster-source.ts';
import type { ConnectionDeps } from './connection-deps.ts';
import { inClusterConnection } from './in-cluster-connection.ts';
import { kubeconfigConnection } from './kubeconfig-connection.ts';
import { serverConnection } from './server-connection.ts';

/** The connection to the API of a cluster. Sends nothing. Throws `ConnectionSettingsError`. */
export function clusterConnection(config: KubernetesConfig, deps: ConnectionDeps): ApiConnection {
  const { server, ca, kubeconfig, context } = config;
  if (kubeconfig !== undefined) return kubeconfigConnection({ kubeconfig, context }, deps);
  if (server !== undefined) return serverConnection({ server, ca }, deps);
  return inClusterConnection(deps);
}
