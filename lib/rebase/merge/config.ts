import type { ImageConfig } from '#lib/oci/image-config.ts';
import type { ConfigChange, ConfigConflict } from '../merged-changes.ts';
import type { ConfigMode } from '../rebase.ts';
import { mergeEnv, parseEnv } from './env.ts';
import { entries, isSet, mergeRecord, record, same, shown, text } from './values.ts';

/** The part of a config that runs, keys as on the wire; unknown ones pass through. */
type Settings = Readonly<Record<string, unknown>>;

export interface ConfigQuestion {
  readonly original: ImageConfig;
  /** Null if the old base is gone and was not stored: then all of the image's settings stay. */
  readonly oldBase: ImageConfig | null;
  readonly newBase: ImageConfig;
  readonly mode: ConfigMode;
}

/** A config without what follows the layers; unknown keys pass through. */
interface TopLevel extends Readonly<Record<string, unknown>> {
  readonly config?: ImageConfig['config'];
}

export interface MergedConfig {
  /** Everything but `rootfs` and `history`, which follow the layers. */
  readonly config: TopLevel;
  readonly changes: readonly ConfigChange[];
  readonly conflicts: readonly ConfigConflict[];
}

/** Settings that are taken or kept as a whole. */
const WHOLE = ['User', 'WorkingDir', 'StopSignal', 'Healthcheck', 'Shell', 'StopTimeout', 'ArgsEscaped'];
/** Settings that are sets or records: merged key by key. */
const KEYED = ['Labels', 'ExposedPorts', 'Volumes'];
/** What starts in the container: one without the other means something else. */
const PAIR = ['Entrypoint', 'Cmd'];
/** Fields of a Windows base that must match its layers. */
const OF_THE_BASE = ['os.version', 'os.features'];

/**
 * The image's config on another base, a three-way merge: where the image equals its old base it follows the new
 * one, else it keeps its own. `created` is the later of the image's and the new base's, so that the same plan has
 * the same digest.
 */
export function mergeConfig({ original, oldBase, newBase, mode }: ConfigQuestion): MergedConfig {
  const { rootfs: _, history: __, ...top } = original;
  const created = later(original.created, newBase.created);
  const dated = { ...top, ...(created === undefined ? {} : { created }) };
  if (mode === 'keep-original' || oldBase === null)
    return { config: dated as TopLevel, changes: [], conflicts: [] };

  const image: Settings = original.config ?? {};
  const old: Settings = oldBase.config ?? {};
  const next: Settings = newBase.config ?? {};
  const conflicts: ConfigConflict[] = [];
  let merged: Settings = image;
  for (const key of WHOLE) merged = mergeWhole(merged, old, next, [key], conflicts);
  merged = mergeWhole(merged, old, next, PAIR, conflicts);
  // A build runs its base's triggers and inherits none. Tools that append layers copy the triggers with the config.
  if (isSet(image.OnBuild) && same(image.OnBuild, old.OnBuild)) {
    merged = mergeWhole(merged, old, next, ['OnBuild'], conflicts);
  }
  for (const key of KEYED) merged = mergeKeyed(merged, old, next, key, conflicts);
  const env = mergeEnv(list(image.Env), list(old.Env), list(next.Env));
  conflicts.push(...env.conflicts);
  if (env.env.length > 0 || image.Env !== undefined) merged = { ...merged, Env: env.env };

  const config = withBaseFields({ ...dated }, oldBase, newBase);
  const settled =
    Object.keys(merged).length > 0 || original.config != null ? { ...config, config: merged } : config;
  return { config: settled as TopLevel, changes: changesOf(original, settled), conflicts };
}

/** Takes settings from the new base where the image has them as its old base had, all or none of them. */
function mergeWhole(
  image: Settings,
  old: Settings,
  next: Settings,
  keys: readonly string[],
  conflicts: ConfigConflict[],
): Settings {
  const of = (settings: Settings) => keys.map((key) => settings[key]);
  if (same(of(next), of(old)) || same(of(next), of(image))) return image;
  if (same(of(image), of(old))) {
    const kept = Object.entries(image).filter(([key]) => !keys.includes(key));
    const taken = keys.flatMap((key) => (isSet(next[key]) ? [[key, next[key]] as const] : []));
    return Object.fromEntries([...kept, ...taken]);
  }
  conflicts.push(conflict(`config.${keys.join('+')}`, old, next, image, keys));
  return image;
}

/** Merges a record of the settings name by name. */
function mergeKeyed(
  image: Settings,
  old: Settings,
  next: Settings,
  key: string,
  conflicts: ConfigConflict[],
): Settings {
  const merged = mergeRecord({
    path: `config.${key}`,
    image: image[key],
    oldBase: old[key],
    newBase: next[key],
    inherits: true,
  });
  conflicts.push(...merged.conflicts);
  if (merged.values.size === 0 && !isSet(image[key])) return image;
  return { ...image, [key]: Object.fromEntries(merged.values) };
}

/** Windows' version and features are the base's: an image runs on no other. */
function withBaseFields(top: Settings, oldBase: ImageConfig, newBase: ImageConfig): Settings {
  const fields = OF_THE_BASE.flatMap((key) => {
    const [before, after] = [(oldBase as Settings)[key], (newBase as Settings)[key]];
    return same(top[key], before) && isSet(after) ? [[key, after] as const] : [];
  });
  return { ...top, ...Object.fromEntries(fields) };
}

function conflict(
  path: string,
  old: Settings,
  next: Settings,
  image: Settings,
  keys: readonly string[],
): ConfigConflict {
  const of = (settings: Settings) => {
    const set = keys.filter((key) => isSet(settings[key]));
    if (set.length === 0) return null;
    return shown(keys.length === 1 ? settings[keys[0] ?? ''] : pick(settings, set));
  };
  return {
    path,
    oldBase: of(old),
    newBase: of(next),
    image: of(image),
    reason: 'The image and its base both changed it: the image’s value stays.',
  };
}

function pick(settings: Settings, keys: readonly string[]): Settings {
  return Object.fromEntries(keys.map((key) => [key, settings[key]]));
}

/** The differences between two configs, setting by setting, without times. */
export function changesOf(before: Settings, after: Settings): ConfigChange[] {
  const [a, b] = [flat(before), flat(after)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((path) => {
    const change = { path, before: a.get(path) ?? null, after: b.get(path) ?? null };
    return change.before === change.after ? [] : [change];
  });
}

/** Each setting with its path: variables, labels, ports and volumes by their names. */
function flat(config: Settings): Map<string, string> {
  const paths = new Map<string, string>();
  const add = (path: string, value: unknown) => {
    const text = shown(value);
    if (text !== null) paths.set(path, text);
  };
  for (const key of OF_THE_BASE) add(key, config[key]);
  const settings = record(config.config);
  for (const [key, value] of Object.entries(settings)) {
    if (key === 'Env')
      for (const [name, each] of parseEnv(list(value))) paths.set(`config.Env.${name}`, each);
    else if (KEYED.includes(key))
      for (const [name, each] of entries(value)) paths.set(`config.${key}.${name}`, text(each) ?? '');
    else add(`config.${key}`, value);
  }
  return paths;
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The later of two times; an invalid one is ignored. */
function later(a: string | null | undefined, b: string | null | undefined): string | undefined {
  const [first, second] = [Date.parse(a ?? ''), Date.parse(b ?? '')];
  if (Number.isNaN(second)) return a ?? undefined;
  if (Number.isNaN(first)) return b ?? undefined;
  return (second > first ? b : a) ?? undefined;
}
