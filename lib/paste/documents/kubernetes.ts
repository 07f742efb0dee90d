import type { Collector } from '../paste.ts';
import { entriesOf, isText, itemsOf, type MapTree, member, type Tree, textOf } from './tree.ts';

/** The lists of containers in a pod, and what each item is called. */
const CONTAINER_LISTS: Readonly<Record<string, string>> = {
  containers: 'container',
  initContainers: 'init container',
  ephemeralContainers: 'ephemeral container',
  // Tekton's tasks.
  steps: 'step',
  sidecars: 'sidecar',
};

/** What Kubernetes itself defines has images in containers alone; other kinds have them where they like. */
const OWN_GROUP = /^(?:v1|(?:apps|batch|extensions|policy|autoscaling|[\w.-]+\.k8s\.io)\/[\w]+)$/;

/** True for an object of the Kubernetes API. */
export function isKubernetesObject(tree: Tree): tree is MapTree {
  return isText(member(tree, 'apiVersion')) && isText(member(tree, 'kind'));
}

/** The images of an object: of every pod template in it, of image volumes, of the items of a `List`. */
export function readKubernetes(object: MapTree, into: Collector): void {
  const apiVersion = textOf(member(object, 'apiVersion')) ?? '';
  const kind = textOf(member(object, 'kind')) ?? '';
  const items = itemsOf(member(object, 'items'));
  if (items.length > 0) {
    // In a list of one kind, `kubectl get --raw` leaves out the kind of the items.
    for (const item of items) {
      if (isKubernetesObject(item)) readKubernetes(item, into);
      else readObject(item, kind.replace(/List$/, ''), true, into);
    }
    return;
  }
  if (kind === 'Kustomization') {
    readKustomization(object, into);
    return;
  }
  readObject(object, kind, OWN_GROUP.test(apiVersion), into);
}

function readObject(object: Tree, kind: string, isOwn: boolean, into: Collector): void {
  const name = textOf(member(member(object, 'metadata'), 'name'));
  const owner = [kind, name].filter((word) => word !== undefined && word !== '').join(' ');
  const seen = new Set<Tree>();
  const add = (tree: Tree | undefined, part: string) => {
    const text = textOf(tree);
    if (tree === undefined || text === undefined) return;
    into.found({
      line: tree.line,
      text,
      format: 'kubernetes',
      place: [owner, part].filter((word) => word !== '').join(', '),
    });
  };
  const visit = (tree: Tree) => {
    if (seen.has(tree)) return;
    seen.add(tree);
    for (const item of itemsOf(tree)) visit(item);
    for (const [key, value] of entriesOf(tree)) {
      const word = CONTAINER_LISTS[key];
      if (word !== undefined && value.kind === 'list') {
        for (const item of value.items) {
          seen.add(item);
          add(member(item, 'image'), `${word} ${textOf(member(item, 'name')) ?? ''}`.trim());
        }
      } else if (key === 'volumes') {
        for (const volume of itemsOf(value))
          add(member(member(volume, 'image'), 'reference'), 'image volume');
        visit(value);
      } else if (key === 'image' && !isOwn && isText(value)) add(value, '');
      else visit(value);
    }
  };
  for (const [key, value] of entriesOf(object)) {
    // The status repeats what runs, in other spellings.
    if (key !== 'metadata' && key !== 'status') visit(value);
  }
}

/** Kustomize's `images`: a new name, tag or digest for an image of the manifests. */
function readKustomization(object: MapTree, into: Collector): void {
  for (const image of itemsOf(member(object, 'images'))) {
    const name = textOf(member(image, 'newName')) ?? textOf(member(image, 'name'));
    const tag = textOf(member(image, 'newTag'));
    const digest = textOf(member(image, 'digest'));
    if (name === undefined || (tag === undefined && digest === undefined)) continue;
    const text = `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
    into.found({ line: image.line, text, format: 'kubernetes', place: 'Kustomization' });
  }
}
