import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AtomEntry, type AtomFeed, formatAtom, updatedOf } from './atom-feed.ts';
import { readAtom } from './testing-atom.ts';

const FEED: AtomFeed = {
  id: 'https://baseboard.example.com/feed.atom',
  title: 'Images that became stale or fresh',
  self: 'https://baseboard.example.com/feed.atom?filter=status%3Astale&all=yes',
  alternate: 'https://baseboard.example.com/?filter=status%3Astale',
  author: 'Baseboard',
  entries: [],
};

const entry = (at: string, more: Partial<AtomEntry> = {}): AtomEntry => ({
  id: `tag:baseboard.invalid,2026:verdict:${at}`,
  title: 'Stale: shop',
  updated: new Date(at),
  alternate: 'https://baseboard.example.com/images/1',
  category: { term: 'stale', label: 'Stale' },
  content: '<p><code>shop</code> is stale.</p>',
  ...more,
});

describe('formatAtom', () => {
  it('writes the elements that RFC 4287 requires', () => {
    const entries = [entry('2026-03-02T08:00:00.123Z'), entry('2026-03-01T08:00:00Z')];
    const read = readAtom(formatAtom({ ...FEED, entries }));
    expect(read.faults).toEqual([]);
    expect(read).toMatchObject({
      ...{ id: FEED.id, title: FEED.title, self: FEED.self, alternate: FEED.alternate },
      updated: '2026-03-02T08:00:00.123Z',
    });
    expect(read.entries[0]).toEqual({
      id: entries[0]?.id,
      title: 'Stale: shop',
      updated: '2026-03-02T08:00:00.123Z',
      content: '<p><code>shop</code> is stale.</p>',
      alternate: 'https://baseboard.example.com/images/1',
    });
  });

  it('writes a valid and constant feed if there are no entries', () => {
    expect(readAtom(formatAtom(FEED)).faults).toEqual([]);
    expect(updatedOf(FEED)).toEqual(new Date(0));
    expect(formatAtom(FEED)).toBe(formatAtom(FEED));
  });

  it('escapes every text', () => {
    const hostile = '</title><script>alert(1)</script>&amp;]]>"\'';
    const read = readAtom(
      formatAtom({ ...FEED, title: hostile, entries: [entry('2026-01-01', { title: hostile })] }),
    );
    expect(read.faults).toEqual([]);
    expect([read.title, read.entries[0]?.title]).toEqual([hostile, hostile]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const entries = [entry('2026-01-01', { title: text, content: text })];
        expect(readAtom(formatAtom({ ...FEED, title: text, entries })).faults).toEqual([]);
      }),
    );
  });
});

describe('the Atom reader of these tests', () => {
  const written = formatAtom({ ...FEED, entries: [entry('2026-03-01'), entry('2026-03-02')] });
  it.each([
    ['no namespace', / xmlns="[^"]+"/, ''],
    ['no id', /<id>[^<]+<\/id>/, ''],
    ['an id that is not an IRI', /<id>[^<]+<\/id>/, '<id>feed</id>'],
    ['no author', /<author>.*<\/author>/, ''],
    ['a date in another format', /<updated>[^<]+/, '<updated>Sun, 01 Mar 2026'],
    ['a feed older than its entries', /<updated>[^<]+/, '<updated>2025-01-01T00:00:00Z'],
    ['an element that Atom does not have', /<generator>/, '<pubDate/><generator>'],
    ['a second alternate', /(<link rel="alternate"[^>]+>)/, '$1$1'],
    ['a category without a term', / term="stale"/, ''],
  ])('reports %s', (_, pattern, replacement) => {
    const broken = written.replace(pattern, replacement);
    expect(broken).not.toBe(written);
    expect(readAtom(broken).faults).not.toEqual([]);
  });

  it('reports two entries with the same id', () => {
    const twice = [entry('2026-03-01'), entry('2026-03-01')];
    expect(readAtom(formatAtom({ ...FEED, entries: twice })).faults).toEqual([
      'two entries have the same id',
    ]);
  });
});
