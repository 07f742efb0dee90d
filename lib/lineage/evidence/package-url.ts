import { PackageURL } from 'packageurl-js';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { formatPlatform } from '#lib/oci/platform.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import { type ClaimedBase, shownText } from './claim.ts';

/**
 * The image that a package URL names (purl-spec, docker type, as BuildKit writes it): the registry host is in the
 * namespace, the tag in the version, a pinned digest and the requested platform in the qualifiers. Returns the text of
 * the name if it is not a reference, and `undefined` for anything that is not an image.
 */
export function imageOfPurl(text: string): ClaimedBase | string | undefined {
  let purl: PackageURL;
  try {
    purl = PackageURL.fromString(text);
  } catch {
    return /^\s*pkg:docker\/\S/i.test(text) ? shownText(text.trim()) : undefined;
  }
  if (purl.type !== 'docker' || !purl.name) return undefined;
  const path = purl.namespace ? `${purl.namespace}/${purl.name}` : purl.name;
  const qualified = purl.qualifiers?.digest;
  const pinned = isDigest(qualified) ? qualified : undefined;
  const version = purl.version ?? undefined;
  const digest: Digest | undefined = isDigest(version) ? version : pinned;
  const tag = version !== undefined && !isDigest(version) ? `:${version}` : '';
  const written = `${path}${tag}${digest && !tag ? `@${digest}` : ''}`;
  const name = tryParseReference(written);
  if (name === undefined) return shownText(written);
  const platform = platformOfPurl(purl.qualifiers?.platform);
  return { name, digest, ...(platform === undefined ? {} : { platform }) };
}

/** `linux/arm/v7`, or `windows(10.0.20348.1)/amd64` with a version, which is left out (containerd, `platforms`). */
function platformOfPurl(text: string | undefined): string | undefined {
  const [, os, architecture, variant] =
    /^([a-z0-9]+)(?:\([^)]*\))?\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/i.exec(text ?? '') ?? [];
  if (os === undefined || architecture === undefined) return undefined;
  return formatPlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}
