import type { ClusterSource } from '#lib/sources/clusters/cluster-source.ts';
import { readArgoCd } from '#lib/sources/clusters/read-argo-cd.ts';
import { readCluster } from '#lib/sources/clusters/read-cluster.ts';
import type { MentionListing } from '#lib/sources/mention-listing.ts';
import { UnusableLoginError } from '#lib/sources/registries/registry-login.ts';
import type { ListingRun, SourceReading } from './listing-run.ts';
import type { SourceContext, WithSources } from './source-context.ts';
import { credentialFor } from './source-credentials.ts';

/** How a cluster is read once. */
interface ReadOnce {
  readonly token: string | undefined;
  /** Whether the source may name a kubeconfig: one from baseboard.yaml may. */
  readonly mayNameFiles: boolean;
  /** Requests that may be made. */
  readonly budget: number;
  readonly signal: AbortSignal;
}

/** Lists a cluster or Argo CD as a whole. Throws `SealedError` and `UnusableLoginError`. */
export async function readClusterSource(
  context: SourceContext,
  source: ClusterSource,
  { claim, budget, signal }: ListingRun,
): Promise<SourceReading> {
  const credential = await credentialFor(context, source, claim.source);
  if (credential !== undefined && credential.type !== 'token') {
    throw new UnusableLoginError(`${source.kind} is listed with a token, not with another login`);
  }
  const token = credential?.token;
  const { fromFile: mayNameFiles } = claim.source;
  const listing = await readOnce(context, source, { token, mayNameFiles, budget, signal });
  const found = new Set(listing.mentions.map(({ reference }) => reference)).size;
  return { ...listing, found, counted: 0 };
}

/** Reads a cluster or Argo CD. Registries that the operator listed may have private addresses, and so may servers. */
export function readOnce(
  { sources: { clusters, logins } }: WithSources,
  source: ClusterSource,
  once: ReadOnce,
): Promise<MentionListing> {
  const deps = { ...clusters, ...once, listedHosts: logins.registries.map(({ host }) => host) };
  return source.kind === 'argocd' ? readArgoCd(source.config, deps) : readCluster(source.config, deps);
}
