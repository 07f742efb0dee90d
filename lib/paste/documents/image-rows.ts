import { describeRow, IMAGE_KEYS } from '../image-row.ts';
import { type Collector, collecting } from '../paste.ts';
import { readImageKeys } from './image-keys.ts';
import { entriesOf, itemsOf, type MapTree, member, type Tree, textOf } from './tree.ts';

/** True for what `docker images`, `docker ps` and podman's own commands print as JSON, one object for each row. */
export function isDockerRow(tree: Tree): tree is MapTree {
  const has = (...keys: string[]) => keys.every((key) => member(tree, key) !== undefined);
  return (
    has('Repository', 'Tag') ||
    has('Image', 'ID') ||
    has('Image', 'Id') ||
    has('RepoTags') ||
    has('repoTags') ||
    has('Names', 'Id')
  );
}

/** The images of a list: texts, rows of docker and podman, or objects with a key like `reference` or `image`. */
export function readRows(items: readonly Tree[], into: Collector): void {
  for (const [index, item] of items.entries()) {
    if (textOf(item) !== undefined) into.found({ line: item.line, text: textOf(item) ?? '', format: 'json' });
    else if (isDockerRow(item)) readDockerRow(item, into);
    else readRow(item, index, into);
  }
}

function readRow(item: Tree, index: number, into: Collector): void {
  const keys = new Map(entriesOf(item).map(([key, value]) => [key.toLowerCase(), value]));
  const named = IMAGE_KEYS.map((key) => keys.get(key)).find((value) => textOf(value) !== undefined);
  const nested = collecting();
  if (!keys.has('reference')) readImageKeys(item, nested.into, { format: 'json' });
  const { candidates, problems } = nested.findings();
  for (const each of candidates) into.found(each);
  for (const each of problems) into.leftOut(each);
  if (candidates.length > 0 || problems.length > 0) return;
  if (named !== undefined) {
    into.found({ line: named.line, text: textOf(named) ?? '', format: 'json' });
    return;
  }
  const problem = `Item ${index + 1} has neither a reference nor an image.`;
  into.leftOut({ line: item.line, text: `item ${index + 1}`, problem });
}

function readDockerRow(row: MapTree, into: Collector): void {
  const line = row.line;
  // A container as `docker inspect` prints it has the image's id above, and its name within.
  const image = textOf(member(member(row, 'Config'), 'Image')) ?? textOf(member(row, 'Image'));
  if (image !== undefined) {
    const name = textOf(member(row, 'Names')) ?? textOf(itemsOf(member(row, 'Names'))[0]);
    describeRow({ line, format: 'docker-ps', image, ...(name ? { place: `container ${name}` } : {}) }, into);
    return;
  }
  const repository = textOf(member(row, 'Repository'));
  if (repository !== undefined) {
    const tag = textOf(member(row, 'Tag')) ?? '<none>';
    const digest = textOf(member(row, 'Digest'));
    describeRow(
      { line, format: 'docker-images', image: repository, tag, ...(digest ? { digest } : {}) },
      into,
    );
    return;
  }
  // Podman lists several names for one image, and so does `docker image inspect`.
  const listOf = (...keys: string[]) => keys.flatMap((key) => itemsOf(member(row, key)));
  const names = listOf('RepoTags', 'repoTags', 'Names');
  const pinned = listOf('RepoDigests', 'repoDigests');
  const shown = names.length > 0 ? names : pinned;
  for (const name of shown) {
    describeRow({ line: name.line, format: 'docker-images', image: textOf(name) ?? '<none>' }, into);
  }
  if (shown.length === 0) describeRow({ line, format: 'docker-images', image: '<none>' }, into);
}
