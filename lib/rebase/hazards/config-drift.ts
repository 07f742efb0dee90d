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
    meaning: 'What starts in the container, or what it expects of the base, is another.',
  },
  { name: 'WorkingDir', keys: ['WorkingDir'], meaning: 'Relative paths lead elsewhere.' },
  { name: 'StopSignal', keys: ['StopSignal'], meaning: 'The process may not stop as it should.' },
  { name: 'Shell', keys: ['Shell'], meaning: 'Builds upon this image run their commands otherwise.' },
  { name: 'Healthcheck', keys: ['Healthcheck'], meaning: 'The container may be judged unhealthy.' },
];

/**
 * Warns of settings that the base changed: those the image takes over, and, where the config is kept, those it
 * does not. What base and image both changed is a merge's conflict, which the plan tells by itself.
 */
export function configDriftWarnings(platform: string, configs: Configs): PlanWarning[] {
  const { original, oldBase, newBase, mode } = configs;
  if (oldBase === null) return [];
  return SETTINGS.flatMap(({ name, keys, meaning }): PlanWarning[] => {
    const [before, after, own] = [oldBase, newBase, original].map((config) => settingOf(config, keys));
    if (before === undefined || after === undefined || own === undefined) return [];
    if (before === after || own === after) return [];
    const follows = mode === 'merge';
    if (follows && own !== before) return [];
    const outcome = follows ? 'the image takes the new one' : `the image keeps ${own}`;
    const detail = `The base’s ${name} changed from ${before} to ${after}; ${outcome}. ${meaning}`;
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
 * Warns where the new base's own config names another platform than the image's: its index may mislead. A lower CPU
 * variant runs there too, and what the old base was already, the image stands on today.
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
  // What only one of them states is no difference: builders leave variants out.
  const pairs = [
    [own.os, base.os],
    [own.architecture, base.architecture],
    original.variant && newBase.variant ? [own.variant, base.variant] : [],
  ];
  if (!pairs.some(([one, other]) => one && other && one !== other)) return [];
  const detail = `The image’s config says ${formatPlatform(own)}, the new base’s says ${named}: the programs of the one may not run beside those of the other. Choose another base.`;
  return [{ kind: 'architecture', platform, detail }];
}
