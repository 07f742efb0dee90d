import { lowerVariants } from '#lib/oci/platform.ts';

/** Something for one platform, as `formatPlatform` writes it; `undefined` if not known. */
interface ForPlatform {
  readonly platform: string | undefined;
}

/**
 * The candidate for exactly this platform, the first if there are several. Every update of a Windows base raises the
 * last number of its version, so the only candidate of the same release is taken; the first three numbers must match.
 */
export function exactOrSameRelease<T extends ForPlatform>(
  candidates: readonly T[],
  platform: string,
): T | undefined {
  const exact = candidates.find((each) => each.platform === platform);
  if (exact !== undefined) return exact;
  const release = windowsRelease(platform);
  if (release === undefined) return undefined;
  const [only, ...others] = candidates.filter((each) => windowsRelease(each.platform) === release);
  return others.length === 0 ? only : undefined;
}

/** The candidate of the best lower variant (`arm/v6` for `arm/v7`), never of a higher one or another architecture. */
export function bestLowerVariant<T extends ForPlatform>(
  candidates: readonly T[],
  platform: string,
): T | undefined {
  for (const lower of lowerVariants(platform)) {
    const candidate = candidates.find((each) => each.platform === lower);
    if (candidate !== undefined) return candidate;
  }
  return undefined;
}

/** `windows/amd64:10.0.20348` of `windows/amd64:10.0.20348.2159`; `undefined` for other platforms. */
function windowsRelease(platform: string | undefined): string | undefined {
  return /^(windows\/[^:]+:\d+\.\d+\.\d+)(?:\.\d+)?$/.exec(platform ?? '')?.[1];
}
