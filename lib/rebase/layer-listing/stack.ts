import { cleanPath } from './collect.ts';
import type { LayerEntry, LayerListing } from './layer-listing.ts';

/** What is at a path of stacked layers. `unknown` if the listing of layer `layer` (0 is the lowest) is incomplete. */
export type Standing =
  | { readonly state: 'found'; readonly entry: LayerEntry; readonly layer: number }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly layer: number };

/** A path without links, or why there is none. */
type Real = string | Exclude<Standing, { state: 'found' }>;

/** Directories and links followed for one path. Deeper paths are only made to exhaust readers. */
const MAX_STEPS = 128;

/** Directories whose resolved path one stack remembers: ordinary images have far fewer. */
const MAX_DIRECTORIES = 300_000;

const ABSENT = { state: 'absent' } as const;

/** Layers applied on each other, as an unpacker does (image-spec, layer.md § Applying changesets). */
export class LayerStack {
  readonly #layers: readonly LayerIndex[];
  #names: ReadonlySet<string> | undefined;
  readonly #reals = new Map<string, Real>();
  /** What is known of paths that no layer lists. */
  readonly #unlisted: Exclude<Standing, { state: 'found' }>;

  constructor(layers: readonly LayerListing[]) {
    this.#layers = layers.map((layer) => {
      const index = INDEXED.get(layer) ?? indexLayer(layer);
      INDEXED.set(layer, index);
      return index;
    });
    const partial = this.#layers.findLastIndex(({ isWhole }) => !isWhole);
    this.#unlisted = partial < 0 ? ABSENT : { state: 'unknown', layer: partial };
  }

  /** What is at exactly this path; links on the way to it are not followed. */
  at(path: string): Standing {
    for (let layer = this.#layers.length - 1; layer >= 0; layer--) {
      const index = this.#layers[layer];
      if (!index) break;
      const entry = index.entries.get(path);
      if (entry) return { state: 'found', entry, layer };
      if (!index.isWhole) return { state: 'unknown', layer };
      if (index.whiteouts.has(path) || hidesBelow(index, split(path).parent)) return ABSENT;
    }
    return ABSENT;
  }

  /** What opening this path inside the image reaches, links followed. */
  resolve(path: string): Standing {
    return this.#standing(this.#real(cleanPath(path), 0));
  }

  /** What is at this path: links on the way to it are followed, the path itself is not. */
  locate(path: string): Standing {
    const { parent, name } = split(path);
    if (!this.#knows(name)) return this.#unlisted;
    const directory = this.#real(parent, 0);
    return this.#standing(typeof directory === 'string' ? join(directory, name) : directory);
  }

  /** True once the limit of followed paths was reached: some answers were `unknown` for that reason alone. */
  get isExhausted(): boolean {
    return this.#reals.size >= MAX_DIRECTORIES;
  }

  /** Whether any layer has a path that ends in this part. */
  #knows(name: string): boolean {
    this.#names ??= new Set(this.#layers.flatMap(({ names }) => [...names]));
    return this.#names.has(name);
  }

  #standing(real: Real): Standing {
    return typeof real === 'string' ? this.at(real) : real;
  }

  /** The path without links; directories that no archive lists are taken as they are written. */
  #real(path: string, steps: number): Real {
    if (path === '') return path;
    if (steps > MAX_STEPS) return { state: 'unknown', layer: 0 };
    const known = this.#reals.get(path);
    if (known !== undefined) return known;
    if (this.isExhausted) return { state: 'unknown', layer: 0 };
    // A link that leads back here meets this entry: it opens nothing.
    this.#reals.set(path, ABSENT);
    const real = this.#follow(path, steps + 1);
    this.#reals.set(path, real);
    return real;
  }

  #follow(path: string, steps: number): Real {
    const { parent, name } = split(path);
    const directory = this.#real(parent, steps);
    if (typeof directory !== 'string') return directory;
    const here = join(directory, name);
    const standing = this.at(here);
    if (standing.state === 'unknown') return standing;
    const link = standing.state === 'found' ? linkOf(standing.entry) : undefined;
    if (link === undefined) return here;
    return this.#real(cleanPath(link.startsWith('/') ? link : join(directory, link)), steps);
  }
}

/** Listings are immutable and queried often: each is indexed once. */
const INDEXED = new WeakMap<LayerListing, LayerIndex>();

interface LayerIndex {
  readonly entries: ReadonlyMap<string, LayerEntry>;
  /** The last parts of its paths: most paths of an app differ from the base's in these alone. */
  readonly names: ReadonlySet<string>;
  readonly whiteouts: ReadonlySet<string>;
  readonly opaque: ReadonlySet<string>;
  readonly isWhole: boolean;
  /** Directories queried so far: whether the layer hides what the layers below have in them. */
  readonly hiding: Map<string, boolean>;
}

function indexLayer({ entries: listed, outcome }: LayerListing): LayerIndex {
  const entries = new Map<string, LayerEntry>();
  const whiteouts = new Set<string>();
  const opaque = new Set<string>();
  for (const entry of listed) {
    if (entry.type === 'whiteout') whiteouts.add(entry.path);
    else if (entry.type === 'opaque') opaque.add(entry.path);
    else entries.set(entry.path, entry);
  }
  return {
    entries,
    names: new Set([...entries.keys()].map((path) => split(path).name)),
    whiteouts,
    opaque,
    isWhole: outcome.state === 'complete',
    hiding: new Map(),
  };
}

/** True if the directory, or one above it, is removed, emptied or replaced by something else in this layer. */
function hidesBelow(index: LayerIndex, directory: string): boolean {
  const known = index.hiding.get(directory);
  if (known !== undefined) return known;
  const { whiteouts, opaque, entries } = index;
  const type = entries.get(directory)?.type;
  const isHere =
    whiteouts.has(directory) || opaque.has(directory) || (type !== undefined && type !== 'directory');
  const hides = isHere || (directory !== '' && hidesBelow(index, split(directory).parent));
  index.hiding.set(directory, hides);
  return hides;
}

/** A hard link's target counts from the archive's root, a symlink's from its own directory. */
function linkOf({ type, linkName }: LayerEntry): string | undefined {
  if (linkName === null || linkName === '') return undefined;
  if (type === 'hard-link') return `/${linkName}`;
  return type === 'symlink' ? linkName : undefined;
}

const join = (directory: string, name: string) => (directory === '' ? name : `${directory}/${name}`);

function split(path: string): { parent: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { parent: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}
