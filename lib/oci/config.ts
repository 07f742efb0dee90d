import { z } from 'zod';
import { type Digest, isDigest } from './digest.ts';
import { JsonDocumentError, type JsonLimits, parseStrictJson } from './json.ts';
import type { Platform } from './platform.ts';

const historySchema = z.looseObject({
  created: z.string().nullish(),
  created_by: z.string().nullish(),
  author: z.string().nullish(),
  comment: z.string().nullish(),
  empty_layer: z.boolean().nullish(),
});

const configSchema = z.looseObject({
  created: z.string().nullish(),
  author: z.string().nullish(),
  architecture: z.string().default(''),
  os: z.string().default(''),
  variant: z.string().nullish(),
  'os.version': z.string().nullish(),
  config: z
    .looseObject({
      Env: z.array(z.string()).nullish(),
      Entrypoint: z.array(z.string()).nullish(),
      Cmd: z.array(z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
      User: z.string().nullish(),
      WorkingDir: z.string().nullish(),
      StopSignal: z.string().nullish(),
    })
    .nullish(),
  rootfs: z.looseObject({
    type: z.literal('layers'),
    diff_ids: z.array(z.custom<Digest>(isDigest, 'is not a digest')).nullish(),
  }),
  history: z.array(historySchema).nullish(),
});

/** An image configuration (image-spec, config.md), keys as on the wire, unknown keys kept. */
export type ImageConfig = z.infer<typeof configSchema>;
export type HistoryEntry = z.infer<typeof historySchema>;

/** Configs are bounded like manifests, with room for long histories and labels. */
export const CONFIG_LIMITS: JsonLimits = { maxBytes: 8 * 1024 * 1024, maxDepth: 64 };

/** The bytes are no image configuration; `message` completes "the config is refused: …". */
export class ConfigFormatError extends Error {
  override name = 'ConfigFormatError';
}

/** Parses raw config bytes once, at the edge. Throws {@link ConfigFormatError}. */
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
  const issue = parsed.error.issues[0];
  throw new ConfigFormatError(`${issue?.path.join('.') || 'the document'}: ${issue?.message}`, {
    cause: parsed.error,
  });
}

/** The uncompressed layer digests, bottom first: an image's identity across recompression. */
export function diffIds(config: ImageConfig): readonly Digest[] {
  return config.rootfs.diff_ids ?? [];
}

/** The config's labels; none is an empty record. */
export function labelsOf(config: ImageConfig): Readonly<Record<string, string>> {
  return config.config?.Labels ?? {};
}

/** The platform a config says it is for. */
export function configPlatform(config: ImageConfig): Platform {
  return {
    os: config.os,
    architecture: config.architecture,
    ...(config.variant ? { variant: config.variant } : {}),
    ...(config['os.version'] ? { osVersion: config['os.version'] } : {}),
  };
}
