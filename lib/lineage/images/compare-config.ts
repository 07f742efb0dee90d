import type { ImageConfig } from '#lib/oci/image-config.ts';
import { canonicalJson } from '#lib/oci/json/canonical-json.ts';
import type { PlatformImage } from './platform-image.ts';
import type { HistoryStep, Layered } from './verify-layers.ts';

/** The parts of an image that verification compares. */
export function layeredOf({
  config,
  diffIds,
  layers,
}: Pick<PlatformImage, 'config' | 'diffIds' | 'layers'>): Layered {
  const history = HISTORIES.get(config) ?? historyOf(config);
  HISTORIES.set(config, history);
  return { diffIds, layers, history };
}

/** Configs are immutable and compared with every claim, so each history is read once. */
const HISTORIES = new WeakMap<ImageConfig, readonly HistoryStep[]>();

function historyOf({ history }: ImageConfig): HistoryStep[] {
  return (history ?? []).map((entry) => ({
    createdBy: entry.created_by ?? '',
    comment: entry.comment ?? '',
    empty: entry.empty_layer === true,
  }));
}

/** True if two configs run the same. Times and history are ignored: they change with every build. */
export function sameRuntimeConfig(a: ImageConfig, b: ImageConfig): boolean {
  return runtimeOf(a) === runtimeOf(b);
}

const RUNTIMES = new WeakMap<ImageConfig, string>();

function runtimeOf(config: ImageConfig): string {
  const known = RUNTIMES.get(config);
  if (known !== undefined) return known;
  const runtime = canonicalJson(config.config ?? {}, unlessEmpty);
  RUNTIMES.set(config, runtime);
  return runtime;
}

/** Null, empty and absent are equal. */
function unlessEmpty(value: unknown): unknown {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0) ? undefined : value;
}
