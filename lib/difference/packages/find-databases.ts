import type { LayerListing } from '#lib/rebase/layer-listing/layer-listing.ts';
import type { ImageTree, TreeNode } from '../files/image-tree.ts';
import type { PackageKind } from '../vocabulary.ts';

/** A package database of an image: its content, or why that was not read. */
export interface FoundDatabase {
  readonly kind: PackageKind;
  /** From the root, without a leading slash. */
  readonly path: string;
  readonly content: { readonly state: 'read'; readonly bytes: Uint8Array } | NotRead;
}

export interface NotRead {
  readonly state: 'not-read';
  /** Completes a sentence after the database's path. */
  readonly problem: string;
}

/** Files in a distroless `status.d`: some images have several hundred. */
const MAX_PARTS = 20_000;
const RPM_PLACES = ['usr/lib/sysimage/rpm', 'var/lib/rpm'];
/** rpm's other formats, which are not read, and what they are. */
const RPM_OTHERS: Readonly<Record<string, string>> = {
  'Packages.db': 'it is in rpm’s ndb format, which is not read',
  Packages: 'it is in the Berkeley DB format, which is not read',
};
const DATABASE =
  /(?:^|\/)(?:dpkg\/status|dpkg\/status\.d\/[^/]+|apk\/db\/installed|rpm\/rpmdb\.sqlite(?:-wal)?)$/;

/** True for a path whose content may be a package database, wherever a link makes it visible. */
export function mayBeDatabase(path: string): boolean {
  return DATABASE.test(path) && !path.endsWith('.md5sums');
}

/** The package databases of an image, whose layers the tree was built from: of each file only the topmost copy. */
export function findDatabases(tree: ImageTree, layers: readonly LayerListing[]): FoundDatabase[] {
  const found: FoundDatabase[] = [];
  // Links make one file visible at several places.
  const seen = new Set<unknown>();
  const add = (kind: PackageKind, path: string, node: TreeNode | undefined) => {
    const { entry } = node ?? {};
    if (node === undefined || entry?.type !== 'file' || seen.has(entry)) return;
    seen.add(entry);
    found.push({ kind, path, content: contentOf(node, layers) });
  };
  add('dpkg', 'var/lib/dpkg/status', tree.resolve('var/lib/dpkg/status'));
  const parts = [...(tree.resolve('var/lib/dpkg/status.d')?.children ?? [])];
  for (const [name, node] of parts.slice(0, MAX_PARTS)) {
    if (!name.endsWith('.md5sums')) add('dpkg', `var/lib/dpkg/status.d/${name}`, node);
  }
  for (const place of ['lib/apk/db/installed', 'usr/lib/apk/db/installed']) {
    add('apk', place, tree.resolve(place));
  }
  for (const place of RPM_PLACES) {
    addRpm(place);
  }
  return found;

  function addRpm(place: string): void {
    const sqlite = tree.resolve(`${place}/rpmdb.sqlite`);
    const log = tree.resolve(`${place}/rpmdb.sqlite-wal`);
    if (sqlite !== undefined && (log?.entry?.size ?? 0) > 0) {
      if (seen.has(sqlite.entry)) return;
      seen.add(sqlite.entry);
      const problem = 'changes are left in its write-ahead log, which is not read';
      found.push({ kind: 'rpm', path: `${place}/rpmdb.sqlite`, content: { state: 'not-read', problem } });
      return;
    }
    add('rpm', `${place}/rpmdb.sqlite`, sqlite);
    // Beside the newer format, the older ones are left over.
    if (sqlite !== undefined) return;
    for (const [name, problem] of Object.entries(RPM_OTHERS)) {
      const node = tree.resolve(`${place}/${name}`);
      if (node?.entry?.type !== 'file' || seen.has(node.entry)) continue;
      seen.add(node.entry);
      found.push({ kind: 'rpm', path: `${place}/${name}`, content: { state: 'not-read', problem } });
    }
  }
}

function contentOf({ entry, layer }: TreeNode, layers: readonly LayerListing[]): FoundDatabase['content'] {
  const bytes = entry === undefined ? undefined : layers[layer]?.contents.get(entry.path);
  if (bytes !== undefined) return { state: 'read', bytes };
  return { state: 'not-read', problem: 'it is larger than the limit, or a sparse file' };
}
