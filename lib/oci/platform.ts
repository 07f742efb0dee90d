/** A platform that an image runs on (image-spec, image-index.md § platform). */
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

/**
 * The canonical form of a platform: lower case, arm64 without v8, arm with its default v7, amd64 without v1. Only
 * Windows keeps its version: on other systems an image also runs on other versions, and clients ignore it.
 */
export function normalisePlatform(platform: Platform): Platform {
  const spelled = platform.architecture.toLowerCase();
  const known = ARCHITECTURES[spelled];
  const architecture = known?.architecture ?? spelled;
  const os = platform.os.toLowerCase();
  const variant = normaliseVariant(architecture, platform.variant?.toLowerCase() ?? known?.variant);
  return {
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(platform.osVersion && os === 'windows' ? { osVersion: platform.osVersion } : {}),
  };
}

function normaliseVariant(architecture: string, variant: string | undefined): string | undefined {
  const numbered = variant && /^\d+$/.test(variant) ? `v${variant}` : variant || undefined;
  if (architecture === 'arm64' && (numbered === 'v8' || numbered === 'v8.0')) return undefined;
  if (architecture === 'arm64' && numbered === 'v9.0') return 'v9';
  if (architecture === 'amd64' && numbered === 'v1') return undefined;
  if (architecture === 'arm' && numbered === undefined) return 'v7';
  return numbered;
}

/** Stands for a platform that neither the index nor the config names. */
export const UNKNOWN_PLATFORM = 'unknown';
const MAX_PART = 100;

/**
 * Formats a platform: `linux/arm/v7`, or `windows/amd64:10.0.20348.1` with os.version as a suffix. `unknown` stands for a
 * missing part. The parts are foreign text: characters other than printable ASCII become `?`.
 */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant, osVersion } = normalisePlatform(platform);
  if (os === '' && architecture === '') return UNKNOWN_PLATFORM;
  const part = (text: string) => text.slice(0, MAX_PART).replace(/[^!-~]/g, '?') || UNKNOWN_PLATFORM;
  const base = `${part(os)}/${part(architecture)}`;
  return `${base}${variant ? `/${part(variant)}` : ''}${osVersion ? `:${part(osVersion)}` : ''}`;
}

/** The lowest variants that builders accept. */
const LOWEST_ARM = 5;
const LOWEST_AMD64 = 1;
const LOWEST_ARM64 = 8;

/**
 * Platforms whose images also run on this one, the best first: lower variants of the same architecture. Builders choose
 * among them if an index has no entry for the platform itself (containerd, `platforms.Only`). Takes and returns text of
 * {@link formatPlatform}; Windows has none.
 */
export function lowerVariants(platform: string): readonly string[] {
  const [os = '', architecture = '', variant] = platform.split('/');
  if (os === 'windows' || platform.includes(':')) return [];
  const spell = (lower: string) => formatPlatform({ os, architecture, variant: lower });
  if (architecture === 'arm64') return lowerArm64(variant ?? 'v8').map(spell);
  const lowest =
    architecture === 'amd64' ? LOWEST_AMD64 : architecture === 'arm' ? LOWEST_ARM : Number.POSITIVE_INFINITY;
  const [, own] = /^v(\d)$/.exec(variant ?? '') ?? [];
  const below: string[] = [];
  for (let next = Number(own ?? 0) - 1; next >= lowest; next -= 1) below.push(`v${next}`);
  return below.map(spell);
}

/** Armv9.n includes Armv8.(n+5), and each minor version the ones before it. */
function lowerArm64(variant: string): string[] {
  const [, major, minor = '0'] = /^v([89])(?:\.(\d))?$/.exec(variant) ?? [];
  if (major === undefined) return [];
  const below: string[] = [];
  const add = (of: number, highest: number) => {
    for (let next = highest; next >= 0; next -= 1) below.push(next === 0 ? `v${of}` : `v${of}.${next}`);
  };
  const own = Number(minor);
  add(Number(major), own - 1);
  if (Number(major) > LOWEST_ARM64) add(LOWEST_ARM64, Math.min(own + 5, 9));
  return below;
}

/** False for `unknown/unknown`, which marks an attestation (BuildKit's convention), and without an operating system. */
export function isRunnablePlatform(platform: Platform): boolean {
  return platform.os !== 'unknown' && platform.architecture !== 'unknown' && platform.os !== '';
}
