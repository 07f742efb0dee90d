import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tar } from '#lib/registry/memory/tar.ts';
import { LISTING_BOUNDS, type ListingBounds, whyIncomplete } from './layer-listing.ts';
import { listArchive } from './list-layer.ts';
import { archive, inPieces, paxRecord, type Written, written } from './testing.ts';

const list = (bytes: Uint8Array, options: Parameters<typeof listArchive>[1] = {}) =>
  listArchive(inPieces(bytes), options);

describe('entries', () => {
  const ENTRIES: readonly { name: string; given: Written[]; expected: unknown[] }[] = [
    {
      name: 'an old directory without a type',
      given: [{ name: 'etc/', flag: '\0', magic: '' }],
      expected: [['etc', 'directory']],
    },
    {
      name: 'an old file without a type',
      given: [{ name: 'etc', flag: '\0', magic: '' }],
      expected: [['etc', 'file']],
    },
    { name: 'a contiguous file', given: [{ name: 'a', flag: '7', content: 'x' }], expected: [['a', 'file']] },
    {
      name: 'an unknown type, its content passed over',
      given: [{ name: 'a', flag: 'Q', content: 'x' }, { name: 'b' }],
      expected: [
        ['a', 'other'],
        ['b', 'file'],
      ],
    },
    {
      name: 'devices',
      given: [
        { name: 'c', flag: '3' },
        { name: 'b', flag: '4' },
      ],
      expected: [
        ['c', 'character-device'],
        ['b', 'block-device'],
      ],
    },
    {
      name: 'a name with a prefix',
      given: [{ name: 'passwd', prefix: 'etc' }],
      expected: [['etc/passwd', 'file']],
    },
    {
      name: 'a shorter prefix where star keeps times',
      given: [
        {
          name: 'f',
          prefix: 'p'.repeat(131),
          over: [
            { at: 476, bytes: '14706371023' },
            { at: 508, bytes: 'tar\0' },
          ],
        },
      ],
      expected: [[`${'p'.repeat(131)}/f`, 'file']],
    },
    {
      name: 'no prefix where GNU keeps times',
      given: [{ name: 'passwd', magic: 'ustar  \0', prefix: '12345' }],
      expected: [['passwd', 'file']],
    },
    {
      name: 'a link with a size and no content',
      given: [{ name: 'l', flag: '1', linkName: 'a', size: '00000001000' }, { name: 'b' }],
      expected: [
        ['l', 'hard-link'],
        ['b', 'file'],
      ],
    },
    { name: 'a whiteout', given: [{ name: 'etc/.wh.passwd' }], expected: [['etc/passwd', 'whiteout']] },
    { name: 'a whiteout at the root', given: [{ name: './.wh.etc' }], expected: [['etc', 'whiteout']] },
    { name: 'an opaque directory', given: [{ name: 'etc/.wh..wh..opq' }], expected: [['etc', 'opaque']] },
    { name: 'an opaque root', given: [{ name: '.wh..wh..opq' }], expected: [['', 'opaque']] },
    {
      name: 'no bookkeeping of AUFS',
      given: [{ name: '.wh..wh.plnk', flag: '5' }, { name: '.wh..wh.aufs' }],
      expected: [],
    },
    {
      name: 'not the root itself',
      given: [
        { name: './', flag: '5' },
        { name: '/', flag: '5' },
      ],
      expected: [],
    },
    {
      name: 'paths cleaned',
      given: [{ name: '/etc//./a/../passwd' }, { name: '../../x' }],
      expected: [
        ['etc/passwd', 'file'],
        ['x', 'file'],
      ],
    },
    {
      name: 'an extended path and size over the header’s',
      given: [
        { name: 'x', flag: 'x', content: paxRecord('path', 'é/long') + paxRecord('size', '3') },
        { name: 'short', content: 'abc', size: '00000000000' },
        { name: 'b' },
      ],
      expected: [
        ['é/long', 'file'],
        ['b', 'file'],
      ],
    },
    {
      name: 'an extended header for one entry only',
      given: [{ name: 'x', flag: 'x', content: paxRecord('path', 'one') }, { name: 'a' }, { name: 'b' }],
      expected: [
        ['one', 'file'],
        ['b', 'file'],
      ],
    },
    {
      name: 'an empty extended value as none',
      given: [{ name: 'x', flag: 'x', content: paxRecord('path', '') }, { name: 'a' }],
      expected: [['a', 'file']],
    },
    {
      name: 'a global header without effect',
      given: [{ name: 'g', flag: 'g', content: paxRecord('path', 'all') }, { name: 'a' }],
      expected: [['a', 'file']],
    },
    {
      name: 'a size in base 256',
      given: [
        { name: 'a', content: 'abc', size: Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3) },
        { name: 'b' },
      ],
      expected: [
        ['a', 'file'],
        ['b', 'file'],
      ],
    },
  ];
  it.each(ENTRIES)('$name', async ({ given, expected }) => {
    const { entries, outcome } = await list(archive(...given));
    expect(outcome).toEqual({ state: 'complete' });
    expect(entries.map(({ path, type }) => [path, type])).toEqual(expected);
  });

  it('lists any files of the registry in memory, however the bytes arrive', async () => {
    const name = fc.stringMatching(/^[a-z]{1,20}(\/[a-z]{1,20}){0,3}$/);
    const files = fc.array(fc.record({ path: name, content: fc.uint8Array({ maxLength: 1200 }) }), {
      maxLength: 8,
    });
    const sizes = fc.array(fc.integer({ min: 1, max: 1100 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(files, sizes, async (given, pieces) => {
        const listing = await listArchive(inPieces(tar(given), pieces), { wants: () => true });
        expect(listing.outcome).toEqual({ state: 'complete' });
        expect(listing.entries.map(({ path, size }) => ({ path, size }))).toEqual(
          given.map(({ path, content }) => ({ path, size: content.length })),
        );
        const last = new Map(given.map(({ path, content }) => [path, Uint8Array.from(content)]));
        expect(new Map(listing.contents)).toEqual(last);
      }),
    );
  });

  it('keeps of two entries with one path the later content, and none where the later is no file', async () => {
    const twice = [
      { name: 'a', content: 'one' },
      { name: 'a', content: 'two' },
    ];
    const wants = () => true;
    const kept = await list(archive(...twice), { wants });
    expect(Buffer.from(kept.contents.get('a') ?? '').toString()).toBe('two');
    const linked = await list(archive(...twice, { name: 'a', flag: '2', linkName: 'b' }), { wants });
    expect(linked.contents.has('a')).toBe(false);
  });
});

describe('the end of an archive', () => {
  it.each([
    ['two blocks of zeros', archive({ name: 'a' })],
    ['more blocks of zeros', Buffer.concat([archive({ name: 'a' }), Buffer.alloc(9216)])],
    ['one block of zeros', Buffer.concat([written({ name: 'a' }), Buffer.alloc(512)])],
    ['none', written({ name: 'a' })],
  ])('%s', async (_, bytes) => {
    const listing = await list(bytes);
    expect(listing).toMatchObject({ outcome: { state: 'complete' }, readToEnd: true });
    expect(listing.entries).toHaveLength(1);
  });

  it('takes no bytes at all as a layer that changes nothing', async () => {
    expect(await list(new Uint8Array())).toMatchObject({ entries: [], outcome: { state: 'complete' } });
  });

  it('reads what follows the end mark, for the digest’s sake', async () => {
    const listing = await list(Buffer.concat([archive({ name: 'a' }), written({ name: 'b' })]));
    expect(listing.entries.map(({ path }) => path)).toEqual(['a']);
    expect(listing.readToEnd).toBe(true);
  });
});

describe('bounds', () => {
  const many = archive(
    ...Array.from({ length: 50 }, (_, at) => ({ name: `file-${at}`, content: 'x'.repeat(100) })),
  );
  it.each<[keyof ListingBounds, number, Uint8Array]>([
    ['entries', 10, many],
    ['bytes', 20_000, many],
    ['compressedBytes', 20_000, many],
    ['namesBytes', 60, many],
    ['pathBytes', 50, archive({ name: 'a' }, { name: 'b'.repeat(60) })],
    ['pathBytes', 50, archive({ name: 'a' }, { name: 'l', flag: '2', linkName: 'b'.repeat(60) })],
    ['contentBytes', 50, many],
    ['contentsBytes', 250, many],
  ])('cuts the listing at %s: %i', async (bound, limit, bytes) => {
    const chunks = inPieces(bytes, [512]);
    const { outcome } = await listArchive(chunks, { bounds: { [bound]: limit }, wants: () => true });
    expect(outcome).toEqual({ state: 'cut', bound, limit });
    expect(whyIncomplete(outcome)).toContain(String(limit));
  });

  it('counts entries that list nothing, too', async () => {
    const { outcome } = await list(archive(...Array(20).fill({ name: './', flag: '5' })), {
      bounds: { entries: 10 },
    });
    expect(outcome.state).toBe('cut');
  });

  it('leaves a layer within its bounds whole', async () => {
    expect(LISTING_BOUNDS.entries).toBeGreaterThan(50);
    expect((await list(many, { wants: () => true })).outcome.state).toBe('complete');
  });
});
