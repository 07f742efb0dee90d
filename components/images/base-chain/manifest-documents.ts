import type { BaseChainLayer } from './base-chain.ts';

/** What the ladder takes from a platform's manifest. */
interface ManifestLayers {
  readonly config: string | null;
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

/** Reads config and layers out of a manifest's JSON (image-spec, manifest.md); what is missing is left out. */
export function readManifestLayers(json: unknown): ManifestLayers {
  const layers = listOf(member(json, 'layers')).map((layer) => ({
    digest: textOf(member(layer, 'digest')) ?? '',
    size: numberOf(member(layer, 'size')),
  }));
  return { config: textOf(member(member(json, 'config'), 'digest')), layers };
}

/**
 * The layers with the commands that made them: the config's history without its empty entries stands layer by
 * layer (image-spec, config.md). Where the two differ in length, no command can be told.
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

/** A history entry's command as a Dockerfile has it: without the shell and the builder's own marks. */
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
