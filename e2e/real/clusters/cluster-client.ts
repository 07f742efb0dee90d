import { type ApiClient, createApiClient } from '#lib/sources/clusters/api/api-client.ts';
import { clusterSourceSchema, type KubernetesConfig } from '#lib/sources/clusters/cluster-source.ts';
import type { KubeApiServer } from './kube-apiserver.ts';

/** The settings of a cluster. */
export function configOf(config: object): KubernetesConfig {
  const parsed = clusterSourceSchema.parse({
    name: 'x',
    kind: 'kubernetes',
    config: { cluster: 'real', ...config },
  });
  return parsed.config as KubernetesConfig;
}

/** What reading needs, with a token. */
export const depsFor = (
  cluster: KubeApiServer,
  token: string,
  signal: AbortSignal = AbortSignal.timeout(60_000),
) => ({
  ...{ token, env: {}, userAgent: 'baseboard/test', signal },
  listedHosts: [new URL(cluster.server).host],
  readFile: () => '',
  mayNameFiles: true,
});

/** A client of the API with a token. */
export function clientFor(cluster: KubeApiServer, token: string): ApiClient {
  const connection = {
    ...{ server: new URL(cluster.server), isListed: true, tls: { ca: cluster.ca } },
    authorization: () => `Bearer ${token}`,
  };
  return createApiClient(connection, depsFor(cluster, token));
}
