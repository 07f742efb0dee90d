import { z } from 'zod';
import { recordedTime } from './created-time.ts';
import { type Digest, isDigest } from './digest.ts';
import {
  describeIssue,
  optionalText,
  textList,
  textOrEmpty,
  textRecord,
  wireObject,
} from './json/lenient-schema.ts';
import { JsonDocumentError, type JsonLimits, parseStrictJson } from './json/strict-json.ts';
import type { Platform } from './platform.ts';

const historySchema = wireObject({
  created: optionalText,
  created_by: optionalText,
  author: optionalText,
  comment: optionalText,
  empty_layer: z.boolean().nullish(),
});

/** Docker reads a single string as a list of one. */
const command = z.union([z.string(), textList], 'is not a list of strings').nullish();

/** Settings of any type, which are kept or replaced as a whole. */
const UNREAD_SETTINGS = [
  'User',
  'WorkingDir',
  'StopSignal',
  'StopTimeout',
  'Healthcheck',
  'Shell',
  'ArgsEscaped',
  'ExposedPorts',
  'Volumes',
  'OnBuild',
];

const configSchema = wireObject({
  created: optionalText,
  author: optionalText,
  architecture: textOrEmpty,
  os: textOrEmpty,
  variant: optionalText,
  'os.version': optionalText,
  config: wireObject(
    {
      Env: textList.nullish(),
      Entrypoint: command,
      Cmd: command,
      Labels: textRecord.nullish(),
    },
    UNREAD_SETTINGS,
  ).nullish(),
  rootfs: wireObject({
    type: z.enum(['layers', '']).nullish(),
    diff_ids: z.array(z.custom<Digest>(isDigest, 'is not a digest')).nullish(),
  }),
  history: z.array(historySchema.nullable().transform((entry): HistoryEntry => entry ?? {})).nullish(),
});

/** An image configuration (image-spec, config.md), keys as on the wire, unknown keys kept. */
export type ImageConfig = z.infer<typeof configSchema>;
/** A step of an image's history (image-spec, config.md § history). */
export type HistoryEntry = z.infer<typeof historySchema>;

/** Limits of a config: those of a manifest, with room for long histories and labels. */
export const CONFIG_LIMITS: JsonLimits = { maxBytes: 8 * 1024 * 1024, maxDepth: 64, maxValues: 20_000 };

/** The bytes are no valid image configuration; `message` completes "the config is refused: …". */
export class ConfigFormatError extends Error {
  override name = 'ConfigFormatError';
}

/** Parses the bytes of a config. Throws {@link ConfigFormatError}. */
export function parseConfig(bytes: Uint8Array): ImageConfig {
  let json: unknown;
  try {
    json = parseStrictJson(bytes, CONFIG_LIMITS);
  } catch (cause) {
    if (!(cause instanceof JsonDocumentError)) throw cause;
    throw new ConfigFormatError(cause.message, { cause });
  }
  const parsed = configSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ConfigFormatError(describeIssue(parsed.error), { cause: parsed.error });
}

/** The digests of the uncompressed layers, bottom first. They stay the same when layers are compressed again. */
export function diffIds(config: ImageConfig): readonly Digest[] {
  return config.rootfs.diff_ids ?? [];
}

/** When the image was created, by its config: see `recordedTime`; null if not known. */
export function createdOf({ created }: ImageConfig): string | null {
  return recordedTime(created);
}

/** The config's labels. */
export function labelsOf(config: ImageConfig): Readonly<Record<string, string>> {
  return config.config?.Labels ?? {};
}

/** The platform that a config names. */
export function configPlatform(config: ImageConfig): Platform {
  return {
    os: config.os,
    architecture: config.architecture,
    ...(config.variant ? { variant: config.variant } : {}),
    ...(config['os.version'] ? { osVersion: config['os.version'] } : {}),
  };
}
