import { tryParseReference } from '#lib/oci/reference.ts';
import { type FilterTerm, formatFilter } from './filter.ts';

/** The filter that chooses one tracked image by its fully qualified reference, and no other. */
export function oneImageFilter(reference: string): string {
  const parsed = tryParseReference(reference);
  const { registry, repository, tag, digest } = parsed ?? {};
  // A digest is unique; without a tag and a digest, only the whole text can be matched.
  if (registry === undefined || repository === undefined || tag === undefined || digest !== undefined) {
    return formatFilter([{ key: 'text', values: [reference], negated: false }]);
  }
  const terms: FilterTerm[] = [
    { key: 'registry', values: [registry], negated: false },
    { key: 'repo', values: [repository], negated: false },
    { key: 'tag', values: [tag], negated: false },
    // `app:1` and `app:1@sha256:…` have the same tag.
    { key: 'text', values: ['@sha256:', '@sha512:'], negated: true },
  ];
  return formatFilter(terms);
}

/** The filter that selects every tracked image based on a base, at any depth. */
export function onBaseFilter(reference: string): string {
  return formatFilter([{ key: 'ancestor', values: [reference], negated: false }]);
}
