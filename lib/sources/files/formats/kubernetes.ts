import { isKubernetesObject, readKubernetes } from '#lib/paste/documents/kubernetes.ts';
import { itemsOf, member, type Tree, textOf } from '#lib/paste/documents/tree.ts';
import { type Candidate, collecting } from '#lib/paste/paste.ts';
import type { Declarations } from '../declarations.ts';
import { folderOf, pathFrom } from '../file-kind.ts';
import type { FileSet } from '../file-set.ts';

/** An image of a manifest, before kustomize changes it. */
interface ManifestImage extends Pick<Candidate, 'line' | 'text' | 'place'> {
  readonly file: string;
}

/** An entry of a kustomization's `images`. */
interface Override {
  readonly name: string;
  readonly line: number;
  readonly newName: string | undefined;
  readonly newTag: string | undefined;
  readonly digest: string | undefined;
}

/** Parts of a kustomization that change manifests in ways that are not evaluated. */
const NOT_EVALUATED = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
  'transformers',
  'helmCharts',
];
/** Overlays upon overlays: no real one goes deeper. */
const MAX_DEPTH = 20;

/** True for a file whose documents are objects of the Kubernetes API, or some of them. */
export function hasKubernetesObject(trees: readonly Tree[]): boolean {
  return trees.some(isKubernetesObject);
}

/**
 * Adds the images of manifests as the kustomizations that include them set names, tags and digests (kubectl.docs.kubernetes.io,
 * § images). Manifests that no kustomization changes are added as they are written.
 */
export function declareManifests(
  set: FileSet,
  {
    manifests,
    kustomizations,
  }: { readonly manifests: readonly string[]; readonly kustomizations: readonly string[] },
  into: Declarations,
): void {
  const images = new Map(manifests.map((file) => [file, imagesOf(set, file)]));
  const changed = new Set<ManifestImage>();
  for (const file of kustomizations) {
    for (const tree of set.treesAt(file)) {
      const overrides = overridesOf(tree);
      for (const key of NOT_EVALUATED) {
        const part = member(tree, key);
        if (part !== undefined) into.note({ file, line: part.line, message: `${key} are not evaluated` });
      }
      if (overrides.length === 0) continue;
      const used = new Set<Override>();
      for (const path of manifestsBelow(set, file)) {
        for (const image of images.get(path) ?? []) {
          const override = overrides.findLast(({ name }) => name === nameOf(image.text));
          if (override === undefined) continue;
          used.add(override);
          changed.add(image);
          const place = { line: image.line, how: 'image', in: image.place, via: file } as const;
          into.image(image.file, overrideImage(image.text, override), place);
        }
      }
      // Manifests that are not here, such as those of another repository.
      for (const override of overrides) {
        if (used.has(override) || (override.newTag === undefined && override.digest === undefined)) continue;
        const place = { line: override.line, how: 'image', in: 'Kustomization' } as const;
        into.image(file, overrideImage(override.name, override), place);
      }
    }
  }
  for (const image of [...images.values()].flat()) {
    if (changed.has(image)) continue;
    into.image(image.file, image.text, { line: image.line, how: 'image', in: image.place });
  }
}

function imagesOf(set: FileSet, file: string): ManifestImage[] {
  const { into, findings } = collecting();
  for (const tree of set.treesAt(file)) if (isKubernetesObject(tree)) readKubernetes(tree, into);
  return findings().candidates.map(({ line, text, place }) => ({
    file,
    line,
    text,
    ...(place ? { place } : {}),
  }));
}

function overridesOf(tree: Tree): Override[] {
  return itemsOf(member(tree, 'images')).flatMap((entry) => {
    const name = textOf(member(entry, 'name'));
    if (name === undefined) return [];
    const [newName, newTag, digest] = ['newName', 'newTag', 'digest'].map((key) =>
      textOf(member(entry, key)),
    );
    return [{ name, line: entry.line, newName, newTag, digest }];
  });
}

/** The files that a kustomization includes, directly or through others. */
function manifestsBelow(set: FileSet, file: string, depth = 0, seen = new Set([file])): string[] {
  if (depth > MAX_DEPTH) return [];
  const folder = folderOf(file);
  const listed = set
    .treesAt(file)
    .flatMap((tree) => ['resources', 'bases', 'components'].flatMap((key) => itemsOf(member(tree, key))));
  return listed.flatMap((entry) => {
    const path = pathFrom(folder, textOf(entry) ?? '');
    if (path === undefined) return [];
    const found = [path, ...KUSTOMIZATION_NAMES.map((name) => (path === '' ? name : `${path}/${name}`))].find(
      (each) => set.get(each),
    );
    if (found === undefined || seen.has(found)) return [];
    seen.add(found);
    return found === path ? [found] : manifestsBelow(set, found, depth + 1, seen);
  });
}

const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The name of an image as kustomize compares it: without tag and digest, as written. */
function nameOf(text: string): string {
  const withoutDigest = text.split('@', 1)[0] ?? '';
  return withoutDigest.replace(/:[^/:]*$/, '');
}

function overrideImage(written: string, { newName, newTag, digest }: Override): string {
  const name = nameOf(written);
  const rest = written.slice(name.length);
  const tag = newTag === undefined ? '' : `:${newTag}`;
  const at = digest === undefined ? '' : `@${digest}`;
  return `${newName ?? name}${newTag === undefined && digest === undefined ? rest : `${tag}${at}`}`;
}
