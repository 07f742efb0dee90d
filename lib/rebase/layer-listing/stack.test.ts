import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerEntry, LayerListing } from './layer-listing.ts';
import { LayerStack } from './stack.ts';

type Shorthand = readonly [path: string, type: LayerEntry['type'], linkName?: string];

function layer(entries: readonly Shorthand[], state: 'complete' | 'stopped' = 'complete'): LayerListing {
  return {
    entries: entries.map(([path, type, linkName]) => ({ path, type, size: 0, linkName: linkName ?? null })),
    contents: new Map(),
    outcome: { state },
    readToEnd: state === 'complete',
  };
}

const BASE = layer([
  ['etc', 'directory'],
  ['etc/passwd', 'file'],
  ['usr/lib', 'directory'],
  ['usr/lib/x', 'file'],
  ['lib', 'symlink', 'usr/lib'],
]);

describe('what stands at a path', () => {
  const CASES: readonly { name: string; above: Shorthand[]; path: string; layer: number | null }[] = [
    { name: 'the lower layer’s, where the upper has none', above: [], path: 'etc/passwd', layer: 0 },
    { name: 'the upper layer’s', above: [['etc/passwd', 'file']], path: 'etc/passwd', layer: 1 },
    {
      name: 'nothing, where it is whited out',
      above: [['etc/passwd', 'whiteout']],
      path: 'etc/passwd',
      layer: null,
    },
    {
      name: 'nothing, where its directory is whited out',
      above: [['etc', 'whiteout']],
      path: 'etc/passwd',
      layer: null,
    },
    {
      name: 'nothing, where its directory is opaque',
      above: [['etc', 'opaque']],
      path: 'etc/passwd',
      layer: null,
    },
    { name: 'nothing, where the root is opaque', above: [['', 'opaque']], path: 'etc/passwd', layer: null },
    { name: 'the opaque directory itself', above: [['etc', 'opaque']], path: 'etc', layer: 0 },
    {
      name: 'nothing, where a file took its directory’s place',
      above: [['etc', 'file']],
      path: 'etc/passwd',
      layer: null,
    },
    {
      name: 'what a layer writes beside its own whiteout',
      above: [
        ['etc/passwd', 'file'],
        ['etc/passwd', 'whiteout'],
      ],
      path: 'etc/passwd',
      layer: 1,
    },
    {
      name: 'what a layer writes into its own opaque directory',
      above: [
        ['etc', 'opaque'],
        ['etc/passwd', 'file'],
      ],
      path: 'etc/passwd',
      layer: 1,
    },
    {
      name: 'the lower layer’s, where only a neighbour goes',
      above: [
        ['etc/pass', 'whiteout'],
        ['et', 'opaque'],
      ],
      path: 'etc/passwd',
      layer: 0,
    },
    { name: 'nothing, where no layer has it', above: [], path: 'etc/shadow', layer: null },
  ];
  it.each(CASES)('$name', ({ above, path, layer: expected }) => {
    const standing = new LayerStack([BASE, layer(above)]).at(path);
    expect(standing.state === 'found' ? standing.layer : null).toBe(expected);
    expect(standing.state).toBe(expected === null ? 'absent' : 'found');
  });

  it('is not known where a layer was not read to its end', () => {
    const above = layer(
      [
        ['etc/group', 'file'],
        ['etc/passwd', 'whiteout'],
      ],
      'stopped',
    );
    const stack = new LayerStack([BASE, above]);
    expect(stack.at('etc/passwd')).toEqual({ state: 'unknown', layer: 1 });
    expect(stack.at('etc/group')).toMatchObject({ state: 'found', layer: 1 });
    expect(stack.locate('etc/unheard-of')).toEqual({ state: 'unknown', layer: 1 });
  });
});

describe('links', () => {
  const LINKS = layer([
    ['relative', 'symlink', 'etc/passwd'],
    ['etc/up', 'symlink', '../lib/x'],
    ['absolute', 'symlink', '/relative'],
    ['hard', 'hard-link', 'etc/passwd'],
    ['out', 'symlink', '../../../etc/passwd'],
    ['dangling', 'symlink', 'nowhere'],
    ['self', 'symlink', 'self'],
    ['a', 'symlink', 'b'],
    ['b', 'symlink', 'a/x'],
    ['empty', 'symlink', ''],
  ]);
  const stack = new LayerStack([BASE, LINKS]);
  it.each([
    ['relative', 'etc/passwd'],
    ['lib/x', 'usr/lib/x'],
    ['etc/up', 'usr/lib/x'],
    ['absolute', 'etc/passwd'],
    ['hard', 'etc/passwd'],
    ['out', 'etc/passwd'],
    ['dangling', null],
    ['self', null],
    ['a', null],
    ['a/x', null],
    ['empty', 'empty'],
    ['etc/passwd/x', null],
  ])('%s leads to %s', (path, expected) => {
    const standing = stack.resolve(path);
    expect(standing.state === 'found' ? standing.entry.path : null).toBe(expected);
  });

  it('are followed on the way to a path, and not at its end, where it is only located', () => {
    expect(stack.locate('lib/x')).toMatchObject({ entry: { path: 'usr/lib/x' } });
    expect(stack.locate('lib')).toMatchObject({ entry: { path: 'lib', type: 'symlink' } });
  });

  it('without end are given up, and not called absent', () => {
    const chain = Array.from({ length: 5000 }, (_, at): Shorthand => [`l${at}`, 'symlink', `l${at + 1}`]);
    expect(new LayerStack([layer(chain)]).resolve('l0').state).toBe('unknown');
    expect(new LayerStack([layer([])]).resolve('a/'.repeat(2000)).state).toBe('unknown');
  });

  it('are not followed for more paths than an image has, and it says so', () => {
    const stack = new LayerStack([layer([['x', 'file']])]);
    for (let at = 0; at < 299_999; at++) stack.locate(`d${at}/x`);
    expect(stack.isExhausted).toBe(false);
    expect(stack.locate('last/x').state).toBe('absent');
    expect(stack.isExhausted).toBe(true);
    expect(stack.locate('one-more/x').state).toBe('unknown');
    expect(stack.locate('d7/x').state).toBe('absent');
  });

  it('end every way, whatever they are', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'a/b', 'b/c', 'c/a/b');
    const target = fc.constantFrom('a', '../b', '/c', 'a/b', '../../c/a', '.', '');
    const type = fc.constantFrom<LayerEntry['type']>(
      'symlink',
      'hard-link',
      'directory',
      'whiteout',
      'opaque',
    );
    const layers = fc.array(fc.array(fc.tuple(name, type, target), { maxLength: 8 }), { maxLength: 4 });
    fc.assert(
      fc.property(layers, name, (given, path) => {
        const any = new LayerStack(given.map((entries) => layer(entries)));
        const standing = any.resolve(path);
        if (standing.state === 'found') expect(any.at(standing.entry.path)).toEqual(standing);
        else expect(standing.state).toBe('absent');
      }),
    );
  });
});
