import type { ListingProblem } from '../../listing/listing-problem.ts';
import type { MentionListing } from '../../mention-listing.ts';
import { clusterMentions } from './cluster-mentions.ts';
import type { ClusterState } from './cluster-state.ts';

/** The most mentions of one cluster: a cluster with more workloads has several sources, by namespaces. */
const MAX_MENTIONS = 50_000;

/** The listing of a cluster from what was read of it, and what could not be read. */
export function clusterListing(
  cluster: string,
  { pods, workloads, nodes }: ClusterState,
  read: { readonly includes: (namespace: string) => boolean; readonly problems: readonly ListingProblem[] },
): Omit<MentionListing, 'requests'> {
  const included = <T extends { readonly namespace: string }>(items: Iterable<T>) =>
    [...items].filter(({ namespace }) => read.includes(namespace));
  const mentions = clusterMentions(cluster, { pods: included(pods), workloads: included(workloads), nodes });
  if (mentions.length <= MAX_MENTIONS) {
    return { complete: read.problems.length === 0, mentions, problems: read.problems };
  }
  const message = `the cluster mentions more than ${MAX_MENTIONS} images; list its namespaces in several sources`;
  return {
    complete: false,
    mentions: mentions.slice(0, MAX_MENTIONS),
    problems: [...read.problems, { code: 'endless', message }],
  };
}
