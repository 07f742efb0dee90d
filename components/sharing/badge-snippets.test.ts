import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { badgeSnippets, feedPath, fleetBadgeOf, imageBadgeOf, isLocal } from './badge-snippets.ts';

const ORIGIN = 'https://baseboard.example.com';
const IMAGE = { id: '00000000-0000-4000-8000-000000000000', reference: 'ghcr.io/apps/shop:1.4' };
const FILTER = `base:"debian:*" -repo:apps/*,"(it's)" [x]`;

const textOf = (label: string, badge: ReturnType<typeof imageBadgeOf>) =>
  badgeSnippets(badge, ORIGIN).find((snippet) => snippet.label === label)?.text ?? '';

describe('snippets', () => {
  it('put an image’s badge on a page', () => {
    const badge = imageBadgeOf(IMAGE);
    const picture = `${ORIGIN}/badge/ghcr.io/apps/shop:1.4.svg`;
    const page = `${ORIGIN}/images/${IMAGE.id}`;
    expect(badgeSnippets(badge, ORIGIN)).toEqual([
      { label: 'Markdown', text: `[![Base of ghcr.io/apps/shop:1.4](${picture})](${page})` },
      {
        label: 'HTML',
        text: `<a href="${page}"><img src="${picture}" alt="Base of ghcr.io/apps/shop:1.4" height="20"></a>`,
      },
      { label: 'AsciiDoc', text: `image:${picture}[Base of ghcr.io/apps/shop:1.4,link="${page}"]` },
      {
        label: 'reStructuredText',
        text: `.. image:: ${picture}\n   :alt: Base of ghcr.io/apps/shop:1.4\n   :target: ${page}`,
      },
      {
        label: 'shields.io endpoint',
        text: `https://img.shields.io/endpoint?url=https%3A%2F%2Fbaseboard.example.com%2Fbadge%2Fghcr.io%2Fapps%2Fshop%3A1.4.json`,
      },
    ]);
  });

  it.each([
    ['an image', imageBadgeOf(IMAGE)],
    ['an image of a registry at an IPv6 address', imageBadgeOf({ ...IMAGE, reference: '[::1]:5000/app:1' })],
    ['a filter with every kind of bracket and quote', fleetBadgeOf(FILTER)],
  ])('are read back by Markdown: %s', (_, badge) => {
    const html = marked.parseInline(textOf('Markdown', badge), { async: false });
    const escaped = (path: string) => `${ORIGIN}${path}`.replaceAll('&', '&amp;');
    expect(html).toBe(
      `<a href="${escaped(badge.page)}"><img src="${escaped(badge.svg)}" alt="${badge.alt}"></a>`,
    );
    // Nothing in an address ends it in AsciiDoc, reStructuredText or an attribute.
    for (const path of [badge.svg, badge.json, badge.page]) expect(path).not.toMatch(/[\s[\]()<>"'`]/);
  });

  it('ask for the filter as it was written', () => {
    const url = new URL(fleetBadgeOf(FILTER).svg, ORIGIN);
    expect([url.pathname, url.searchParams.get('filter')]).toEqual(['/badge/fleet.svg', FILTER]);
    expect(fleetBadgeOf('').svg).toBe('/badge/fleet.svg');
  });
});

describe('feedPath', () => {
  it.each<[string, boolean, string]>([
    ['', false, '/feed.atom'],
    ['', true, '/feed.atom?all=yes'],
    ['status:stale', false, '/feed.atom?filter=status%3Astale'],
    ['status:stale', true, '/feed.atom?filter=status%3Astale&all=yes'],
  ])('%j, all %s: %s', (filter, all, path) => {
    expect(feedPath(filter, all)).toBe(path);
  });
});

describe('isLocal', () => {
  it.each([
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]', true],
    ['https://baseboard.example.com', false],
    ['http://localhost.example.com', false],
    ['', false],
  ])('%s: %s', (origin, expected) => {
    expect(isLocal(origin)).toBe(expected);
  });
});
