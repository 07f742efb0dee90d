import { z } from 'zod';
import { type ClusterSource, clusterSourceSchema } from './clusters/cluster-source.ts';
import { type FileSource, fileSourceSchema } from './files/repositories/file-source.ts';
import {
  kindsOf,
  type RegistrySource,
  registrySourceSchema,
  type SourceIssue,
  sourceIssues,
} from './source.ts';

const options = [
  ...registrySourceSchema.options,
  ...clusterSourceSchema.options,
  ...fileSourceSchema.options,
] as const;
const sourceSchema = z.discriminatedUnion('kind', options);

/** The kinds of sources that can be listed. */
export const LISTED_KINDS = kindsOf(options);

/** A source of any kind that can be listed, parsed. */
export type Source = RegistrySource | ClusterSource | FileSource;

/** A source from YAML or JSON, or every value that is not valid. */
export function parseSource(
  json: unknown,
): { readonly source: Source } | { readonly issues: readonly SourceIssue[] } {
  const parsed = sourceSchema.safeParse(json);
  if (parsed.success) return { source: parsed.data };
  return { issues: sourceIssues(parsed.error, LISTED_KINDS) };
}

/** True for a source that is read as a whole, without a selection of tags: a cluster or Argo CD. */
export function isClusterSource(source: Source): source is ClusterSource {
  return source.kind === 'kubernetes' || source.kind === 'argocd';
}

/** True for a source that reads the files of a repository. */
export function isFileSource(source: Source): source is FileSource {
  return source.kind === 'github' || source.kind === 'gitlab-files';
}
