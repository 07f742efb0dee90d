/** A platform an image runs on (image-spec, image-index.md § platform). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

const ARCHITECTURES: Readonly<Record<string, { architecture: string; variant?: string }>> = {
  x86_64: { architecture: 'amd64' },
  'x86-64': { architecture: 'amd64' },
  aarch64: { architecture: 'arm64' },
  armhf: { architecture: 'arm', variant: 'v7' },
  armel: { architecture: 'arm', variant: 'v6' },
  i386: { architecture: '386' },
};

/** The one spelling of a platform: lower case, arm64 without v8, arm with its default v7, amd64 without v1. */
export function normalisePlatform(platform: Platform): Platform {
  const spelled = platform.architecture.toLowerCase();
  const known = ARCHITECTURES[spelled];
  const architecture = known?.architecture ?? spelled;
  const variant = normaliseVariant(architecture, platform.variant?.toLowerCase() ?? known?.variant);
  return {
    os: platform.os.toLowerCase(),
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(platform.osVersion ? { osVersion: platform.osVersion } : {}),
  };
}

function normaliseVariant(architecture: string, variant: string | undefined): string | undefined {
  const numbered = variant && /^\d+$/.test(variant) ? `v${variant}` : variant || undefined;
  if (architecture === 'arm64' && numbered === 'v8') return undefined;
  if (architecture === 'amd64' && numbered === 'v1') return undefined;
  if (architecture === 'arm' && numbered === undefined) return 'v7';
  return numbered;
}

/** The name of a platform that neither an index nor a config tells. */
export const UNKNOWN_PLATFORM = 'unknown';
const MAX_PART = 100;

/**
 * `linux/arm/v7`, `windows/amd64:10.0.20348.1` with os.version as a suffix; `unknown` stands for what is not told. The
 * parts are foreign text: what is not printable ASCII becomes `?`.
 */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant, osVersion } = normalisePlatform(platform);
  if (os === '' && architecture === '') return UNKNOWN_PLATFORM;
  const part = (text: string) => text.slice(0, MAX_PART).replace(/[^!-~]/g, '?') || UNKNOWN_PLATFORM;
  const base = `${part(os)}/${part(architecture)}`;
  return `${base}${variant ? `/${part(variant)}` : ''}${osVersion ? `:${part(osVersion)}` : ''}`;
}

/** True when both name the same platform, variants normalised and Windows builds exact. */
export function samePlatform(a: Platform, b: Platform): boolean {
  return formatPlatform(a) === formatPlatform(b);
}

/** `unknown/unknown` marks an attestation, not something that runs (BuildKit's convention). */
export function isRunnablePlatform(platform: Platform): boolean {
  return platform.os !== 'unknown' && platform.architecture !== 'unknown' && platform.os !== '';
}
