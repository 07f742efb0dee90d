import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish, layer } from '../testing.ts';
import { compareTrees } from './compare-trees.ts';
import { buildTree, type TreeNode } from './image-tree.ts';

type Layers = string[][];

const treeOf = (layers: Layers) => finish(buildTree(layers.map((words) => layer(...words))));
const compare = (before: Layers, after: Layers) => finish(compareTrees(treeOf(before), treeOf(after)));
const changes = (before: Layers, after: Layers) =>
  compare(before, after).items.map(({ change, path }) => `${change} ${path}`);

/** The paths of an image: files with their content, links with their target, empty directories with a slash. */
function pathsOf(layers: Layers): string[] {
  const walk = (node: TreeNode, path: string): string[] => {
    const below = [...(node.children ?? [])].flatMap(([name, child]) =>
      walk(child, path === '' ? name : `${path}/${name}`),
    );
    if (below.length > 0) return below;
    const { type, linkName, hash } = node.entry ?? { type: 'directory' };
    if (type === 'directory') return path === '' ? [] : [`${path}/`];
    return [type === 'symlink' ? `${path}->${linkName}` : `${path}=${hash}`];
  };
  return walk(treeOf(layers).root, '').sort();
}

describe('buildTree', () => {
  it.each<[what: string, layers: Layers, paths: string[]]>([
    ['a later layer’s copy', [['a=1'], ['a=2']], ['a=2']],
    ['a whiteout removes a file of the layers below', [['a=1', 'b=1'], ['-a']], ['b=1']],
    ['a whiteout removes a directory with everything in it', [['d/a=1', 'd/e/b=1', 'c=1'], ['-d']], ['c=1']],
    ['a whiteout leaves its own layer’s entries, whatever their order', [['a=1'], ['a=2', '-a']], ['a=2']],
    ['an opaque directory hides what is below, not its own', [['d/a=1'], ['d/b=2', '-d/*']], ['d/b=2']],
    ['a file replaces a directory', [['d/a=1'], ['d=2']], ['d=2']],
    ['a directory replaces a file', [['d=1'], ['d/a=2']], ['d/a=2']],
    ['a directory joins one below', [['d/a=1'], ['d/', 'd/b=2']], ['d/a=1', 'd/b=2']],
    [
      'paths through a link are where it leads',
      [
        ['usr/lib/a=1', 'lib->usr/lib'],
        ['lib/b=2', '-lib/a'],
      ],
      ['lib->usr/lib', 'usr/lib/b=2'],
    ],
    [
      'a link’s target counts from its own directory',
      [['var/lib/rpm->../../usr/lib/rpm', 'usr/lib/rpm/x=1'], ['var/lib/rpm/x=2']],
      ['usr/lib/rpm/x=2', 'var/lib/rpm->../../usr/lib/rpm'],
    ],
    ['a hard link is its target’s file', [['a=1', 'b=>a'], ['-a']], ['b=1']],
    ['no path leads out', [['../a=1', 'b/../../c=2']], ['a=1', 'c=2']],
    ['links in a circle are left alone', [['a->b', 'b->a'], ['a/c=1']], ['a/c=1', 'b->a']],
  ])('%s', (_, layers, paths) => expect(pathsOf(layers)).toEqual(paths));

  it('finds a file through links, as opening it does', () => {
    const tree = treeOf([
      ['usr/lib/apk/db/installed=P:x', 'lib->usr/lib', 'etc/link->/lib/apk/db/installed'],
    ]);
    expect(tree.resolve('lib/apk/db/installed')?.entry?.path).toBe('usr/lib/apk/db/installed');
    expect(tree.resolve('etc/link')?.entry?.path).toBe('usr/lib/apk/db/installed');
    expect(tree.resolve('lib/none')).toBeUndefined();
  });
});

describe('compareTrees', () => {
  it('lists what was added, removed and changed, with counts and sizes', () => {
    const difference = compare([['a=1', 'b=1', 'd/x=1', 'l->a']], [['a=22', 'c=1', 'd/x=1', 'l->b']]);
    expect(difference.items).toEqual([
      {
        path: 'a',
        change: 'changed',
        before: { type: 'file', size: 1, linkName: null },
        after: { type: 'file', size: 2, linkName: null },
      },
      { path: 'b', change: 'removed', before: { type: 'file', size: 1, linkName: null }, after: null },
      { path: 'c', change: 'added', before: null, after: { type: 'file', size: 1, linkName: null } },
      {
        path: 'l',
        change: 'changed',
        before: { type: 'symlink', size: 0, linkName: 'a' },
        after: { type: 'symlink', size: 0, linkName: 'b' },
      },
    ]);
    expect(difference.counts).toEqual({ added: 1, removed: 1, changed: 2 });
    expect(difference.bytes).toEqual({ before: 3, after: 4 });
  });

  it('compares contents, not the layers that they are in', () => {
    expect(changes([['a=1'], ['b=1']], [['b=1', 'a=0'], ['a=1']])).toEqual([]);
    expect(changes([['a=1']], [['a=2']])).toEqual(['changed a']);
  });

  it('takes files without hashes for changed, even of equal size', () => {
    const unhashed = { ...layer('a=1') };
    const entries = unhashed.entries.map(({ hash: _, ...entry }) => entry);
    const one = finish(buildTree([{ ...unhashed, entries }]));
    const other = finish(buildTree([{ ...unhashed, entries: entries.map((entry) => ({ ...entry })) }]));
    expect(finish(compareTrees(one, other)).counts.changed).toBe(1);
  });

  it('names a directory where it is empty, or takes the place of something', () => {
    expect(changes([['d/']], [[]])).toEqual(['removed d']);
    expect(changes([['d=1']], [['d/a=1']])).toEqual(['changed d', 'added d/a']);
    expect(changes([['d/a=1']], [['d=1']])).toEqual(['changed d', 'removed d/a']);
  });

  it('lists at most 500 of each kind and counts all', () => {
    const many = Array.from({ length: 700 }, (_, n) => `f${String(n).padStart(3, '0')}=1`);
    const { counts, items } = compare([[]], [many]);
    expect([counts.added, items.length, items[0]?.path]).toEqual([700, 500, 'f000']);
  });
});

describe('laws of differences', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd/x', 'd/y', 'd/e/z', 'l');
  const word = fc.oneof(
    fc.tuple(name, fc.constantFrom('1', '2')).map(([path, text]) => `${path}=${text}`),
    fc.constantFrom('l->d', 'd/', '-d', '-d/*', '-a', 'c->a', 'b=>a'),
  );
  const image = fc.array(fc.array(word, { maxLength: 6 }), { minLength: 1, maxLength: 4 });

  it('an image does not differ from itself', () => {
    fc.assert(
      fc.property(image, (layers) => {
        expect(compare(layers, layers).items).toEqual([]);
      }),
    );
  });

  it('is empty exactly where the images have the same paths', () => {
    fc.assert(
      fc.property(image, image, (one, other) => {
        const same = JSON.stringify(pathsOf(one)) === JSON.stringify(pathsOf(other));
        expect(changes(one, other).length === 0).toBe(same);
      }),
    );
  });

  it('reversed, it swaps added and removed, and before and after', () => {
    const swapped = { added: 'removed', removed: 'added', changed: 'changed' } as const;
    fc.assert(
      fc.property(image, image, (one, other) => {
        const forth = compare(one, other);
        const back = compare(other, one);
        expect(back.items).toEqual(
          forth.items.map(({ path, change, before, after }) => ({
            path,
            change: swapped[change],
            before: after,
            after: before,
          })),
        );
        expect(back.bytes).toEqual({ before: forth.bytes.after, after: forth.bytes.before });
      }),
    );
  });
});
