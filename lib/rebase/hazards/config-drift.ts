import type { ImageConfig } from '#lib/oci/image-config.ts';
import { configPlatform } from '#lib/oci/image-config.ts';
import { formatPlatform, lowerVariants, normalisePlatform } from '#lib/oci/platform.ts';
import type { ConfigMode, PlanWarning } from '../rebase.ts';

/** The configs that a rebase of one platform meets; `oldBase` is null where it is gone and was not kept. */
export interface Configs {
  readonly original: ImageConfig;
  readonly oldBase: ImageConfig | null;
  readonly newBase: ImageConfig;
  readonly mode: ConfigMode;
}

interface Setting {
  readonly name: string;
  readonly keys: readonly string[];
  readonly meaning: string;
}

const SETTINGS: readonly Setting[] = [
  {
    name: 'User',
    keys: ['User'],
    meaning: 'Files that the other user owns may not be readable or writable.',
  },
  {
    name: 'Entrypoint and Cmd',
    keys: ['Entrypoint', 'Cmd'],
    meaning: 'Another program starts in the container, or the program expects other things of the base.',
  },
  { name: 'WorkingDir', keys: ['WorkingDir'], meaning: 'Relative paths lead to other places.' },
  { name: 'StopSignal', keys: ['StopSignal'], meaning: 'The process may not stop as it should.' },
  {
    name: 'Shell',
    keys: ['Shell'],
    meaning: 'Builds based on this image run their commands with another shell.',
  },
  { name: 'Healthcheck', keys: ['Healthcheck'], meaning: 'The container may be reported as unhealthy.' },
];

/**
 * Warns of settings that the base changed and that the image does not take over, because its config is kept. What a
 * merge takes over is in the plan itself.
 */
export function configDriftWarnings(platform: string, configs: Configs): PlanWarning[] {
  const { original, oldBase, newBase, mode } = configs;
  if (oldBase === null || mode === 'merge') return [];
  return SETTINGS.flatMap(({ name, keys, meaning }): PlanWarning[] => {
    const [before, after, own] = [oldBase, newBase, original].map((config) => settingOf(config, keys));
    if (before === undefined || after === undefined || own === undefined) return [];
    if (before === after || own === after) return [];
    const detail = `The base’s ${name} changed from ${before} to ${after}; the image keeps ${own}. ${meaning}`;
    return [{ kind: 'config-drift', platform, detail }];
  });
}

/** Settings as text to compare and to show; what is absent, null or empty is `none`. */
function settingOf({ config }: ImageConfig, keys: readonly string[]): string {
  const values = keys.map((key) => {
    const value: unknown = config?.[key];
    const isNone = value == null || value === '' || (Array.isArray(value) && value.length === 0);
    if (isNone) return 'none';
    return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
  });
  return values.every((value) => value === 'none') ? 'none' : values.join(' and ');
}

/**
 * Warns if the new base's own config names another platform than the image's: its index may be wrong. A lower CPU
 * variant runs there too, and a platform that the old base named already is no change.
 */
export function architectureWarnings(
  platform: string,
  { original, oldBase, newBase }: Configs,
): PlanWarning[] {
  const own = normalisePlatform(configPlatform(original));
  const base = normalisePlatform(configPlatform(newBase));
  const named = formatPlatform(base);
  if (lowerVariants(formatPlatform(own)).includes(named)) return [];
  if (oldBase !== null && formatPlatform(configPlatform(oldBase)) === named) return [];
  // A variant that only one of them states is no difference: builders leave variants out.
  const pairs = [
    [own.os, base.os],
    [own.architecture, base.architecture],
    original.variant && newBase.variant ? [own.variant, base.variant] : [],
  ];
  if (!pairs.some(([one, other]) => one && other && one !== other)) return [];
  const detail = `The image’s config says ${formatPlatform(own)}, the new base’s says ${named}: their programs may not run together. Choose another base.`;
  return [{ kind: 'architecture', platform, detail }];
}
