import { formatRepository, tryParseReference } from '#lib/oci/reference.ts';

/** The `registry/repository` of a reference, which holds its documents; undefined if it is no reference. */
export function repositoryOf(reference: string): string | undefined {
  const parsed = tryParseReference(reference);
  return parsed === undefined ? undefined : formatRepository(parsed);
}
