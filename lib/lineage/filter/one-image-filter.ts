import { tryParseReference } from '#lib/oci/reference.ts';
import { formatFilter } from './filter.ts';

/** The filter that chooses one tracked image by its fully qualified reference, and no other. */
export function oneImageFilter(reference: string): string {
  const parsed = tryParseReference(reference);
  const { registry, repository, tag, digest } = parsed ?? {};
  // A digest is unique; without a tag and a digest, only the whole text can be matched.
  if (registry === undefined || repository === undefined || tag === undefined || digest !== undefined) {
    return formatFilter([{ key: 'text', values: [reference], exact: true }]);
  }
  return formatFilter([
    { key: 'registry', values: [registry] },
    { key: 'repo', values: [repository] },
    { key: 'tag', values: [tag] },
    // `app:1` and `app:1@sha256:…` have the same tag.
    { not: { key: 'text', values: ['@sha256:', '@sha512:'], exact: true } },
  ]);
}

/** The filter that selects every tracked image based on a base, at any depth. */
export function onBaseFilter(reference: string): string {
  return formatFilter([{ key: 'ancestor', values: [reference] }]);
}
