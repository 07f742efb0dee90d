import { PackageURL } from 'packageurl-js';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import type { ClaimedBase } from '../claim.ts';

/**
 * An image named by a package URL (purl-spec, docker type, as BuildKit writes it): the registry host stands in
 * the namespace, the tag in the version, a pinned digest in the qualifier. `undefined` for anything else.
 */
export function imageOfPurl(text: string): ClaimedBase | undefined {
  let purl: PackageURL;
  try {
    purl = PackageURL.fromString(text);
  } catch {
    return undefined;
  }
  if (purl.type !== 'docker' || !purl.name) return undefined;
  const path = purl.namespace ? `${purl.namespace}/${purl.name}` : purl.name;
  const qualified = purl.qualifiers?.digest;
  const written = isDigest(qualified) ? qualified : undefined;
  const version = purl.version ?? undefined;
  const digest: Digest | undefined = isDigest(version) ? version : written;
  const tag = version !== undefined && !isDigest(version) ? `:${version}` : '';
  const name = tryParseReference(`${path}${tag}${digest && !tag ? `@${digest}` : ''}`);
  return name === undefined ? undefined : { name, digest };
}
