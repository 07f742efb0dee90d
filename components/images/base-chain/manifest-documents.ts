import type { BaseChainLayer } from './base-chain.ts';

/** The config and the layers of a platform's manifest. */
interface ManifestLayers {
  readonly config: string | null;
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

/** Reads config and layers from a manifest's JSON (image-spec, manifest.md); missing parts are left out. */
export function readManifestLayers(json: unknown): ManifestLayers {
  const layers = listOf(member(json, 'layers')).map((layer) => ({
    digest: textOf(member(layer, 'digest')) ?? '',
    size: numberOf(member(layer, 'size')),
  }));
  return { config: textOf(member(member(json, 'config'), 'digest')), layers };
}

/**
 * The layers with the commands that created them: the config's history has one non-empty entry per layer (image-spec,
 * config.md). If the numbers differ, no command is known.
 */
export function layersWithCommands({ layers }: ManifestLayers, config: unknown): BaseChainLayer[] {
  const history = listOf(member(config, 'history')).filter((entry) => member(entry, 'empty_layer') !== true);
  const fits = history.length === layers.length;
  return layers.map((layer, index) => ({
    ...layer,
    index,
    command: fits ? readableCommand(textOf(member(history[index], 'created_by')) ?? '') : null,
  }));
}

/** A history entry's command as in a Dockerfile, without the shell and the builder's marks. */
export function readableCommand(createdBy: string): string | null {
  const text = createdBy
    .replace(/\s+# buildkit$/, '')
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^(?:RUN )?(?:\|\d+ .*?)?\/bin\/sh -c /, 'RUN ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? null : text;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
