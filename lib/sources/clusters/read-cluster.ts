import type { ListingProblem } from '../listing/listing-problem.ts';
import type { MentionListing } from '../mention-listing.ts';
import { type ApiClient, type ApiClientDeps, type ApiConnection, createApiClient } from './api/api-client.ts';
import { concernsServer, problemOfApi } from './api/api-error.ts';
import { listResource } from './api/list-resource.ts';
import { NODES, PODS, type Resource, WORKLOADS } from './api/resources.ts';
import type { KubernetesConfig } from './cluster-source.ts';
import { clusterConnection } from './connection/cluster-connection.ts';
import { type ConnectionDeps, ConnectionSettingsError } from './connection/connection-deps.ts';
import { clusterListing } from './mentions/cluster-listing.ts';
import { namespaceScope } from './namespaces.ts';

/** What reading a cluster or Argo CD needs from outside. */
export type ReadClusterDeps = ConnectionDeps & ApiClientDeps;

/**
 * Lists what a cluster runs and declares. A part that cannot be read is a problem, and makes the listing incomplete. Without
 * the right to list nodes, the platforms are not known. Never rejects for what a server does.
 */
export async function readCluster(config: KubernetesConfig, deps: ReadClusterDeps): Promise<MentionListing> {
  return withConnection(
    () => clusterConnection(config, deps),
    deps,
    async (client) => {
      const { lists, includes } = namespaceScope(config.namespaces);
      const reading = createReading(client);
      const pods = await reading.all(PODS, lists);
      const workloads = [];
      for (const resource of WORKLOADS) workloads.push(...(await reading.all(resource, lists)));
      const nodes = await reading.optional(NODES);
      const { problems } = reading;
      return clusterListing(config.cluster, { pods, workloads, nodes }, { includes, problems });
    },
  );
}

/** Opens a connection for one listing. Settings that cannot work are a problem of the listing. */
export async function withConnection(
  connect: () => ApiConnection,
  deps: ApiClientDeps,
  read: (client: ApiClient) => Promise<Omit<MentionListing, 'requests'>>,
): Promise<MentionListing> {
  let client: ApiClient | undefined;
  try {
    client = createApiClient(connect(), deps);
    const listing = await read(client);
    return { ...listing, requests: client.requests() };
  } catch (error) {
    if (!(error instanceof ConnectionSettingsError)) throw error;
    const problem: ListingProblem = { code: 'unsupported', message: error.message };
    return { complete: false, mentions: [], problems: [problem], requests: client?.requests() ?? 0 };
  } finally {
    await client?.close();
  }
}

/** Lists resources one after the other, and collects what cannot be read. */
function createReading(client: ApiClient) {
  const problems: ListingProblem[] = [];
  let stopped = false;

  async function list<T extends { readonly uid: string }>(
    resource: Resource<T>,
    namespace: string,
    isOptional: boolean,
  ): Promise<readonly T[]> {
    if (stopped) return [];
    try {
      return (await listResource(client, resource, namespace)).items;
    } catch (error) {
      stopped = concernsServer(error);
      const problem = problemOfApi(error, {
        host: client.host,
        verb: 'list',
        resource: resource.name,
        group: resource.group,
        namespace: resource.namespaced ? namespace : undefined,
      });
      if (stopped || !isOptional) problems.push(problem);
      return [];
    }
  }

  return {
    problems: problems as readonly ListingProblem[],
    async all<T extends { readonly uid: string }>(resource: Resource<T>, namespaces: readonly string[]) {
      const items: T[] = [];
      for (const namespace of namespaces) {
        for (const item of await list(resource, namespace, false)) items.push(item);
      }
      return items;
    },
    optional: <T extends { readonly uid: string }>(resource: Resource<T>) => list(resource, '', true),
  };
}
