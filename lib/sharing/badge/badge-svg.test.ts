import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { badgeLabel, imageBadge } from './badge.ts';
import { type HalfColors, LABEL_LOOK, STATUS_BADGE_LOOK } from './badge-colors.ts';
import { badgeSvg } from './badge-svg.ts';

const parser = new XMLParser({ ignoreAttributes: false, preserveOrder: true, trimValues: false });

type XmlNode = { readonly ':@'?: Record<string, string>; readonly [name: string]: unknown };

/** Every element of a document with its attributes, and its texts. */
function walk(
  nodes: readonly XmlNode[],
): { name: string; attributes: Record<string, string>; text: string }[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@') ?? '';
    if (name === '#text') return [];
    const children = node[name] as XmlNode[];
    const text = children.map((child) => child['#text'] ?? '').join('');
    return [{ name, attributes: node[':@'] ?? {}, text }, ...walk(children)];
  });
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '</text></svg><foreignObject><body onload=alert(1)>',
  '" onload="alert(1)',
  "' onmouseover='alert(1)",
  '&lt;script&gt;',
  '<![CDATA[<script>]]>',
  ']]><script>',
  '<!ENTITY x SYSTEM "file:///etc/passwd">&x;',
  '</style><style>@import url(//evil.example)</style>',
  'javascript:alert(1)',
];

describe('badgeSvg', () => {
  it.each(STATUS)('describes %s in words for screen readers', (status) => {
    const svg = badgeSvg(imageBadge(status, null, new Date()), 'base');
    expect(XMLValidator.validate(svg)).toBe(true);
    const elements = walk(parser.parse(svg));
    const words = elements.find(({ name }) => name === 'title')?.text;
    expect(words).toMatch(/^base: \S/);
    expect(elements[0]).toMatchObject({
      name: 'svg',
      attributes: { '@_role': 'img', '@_aria-label': words, '@_height': '20' },
    });
    expect(elements.filter(({ name }) => name === 'text').map(({ text }) => text)).toEqual(
      words?.split(': '),
    );
  });

  it.each(HOSTILE)('draws the label %s literally', (label) => {
    for (const style of ['flat', 'flat-square'] as const)
      expectHarmless(badgeSvg(STALE, label, style), label);
  });

  it('draws any label literally', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (label) => {
        expectHarmless(badgeSvg(STALE, label), label);
      }),
    );
  });

  it('is as wide as its label needs', () => {
    const widthOf = (label: string) => Number(/width="(\d+)"/.exec(badgeSvg(STALE, label))?.[1]);
    expect(widthOf('W'.repeat(400))).toBe(widthOf('W'.repeat(39)) + 11);
    expect(widthOf('base')).toBeLessThan(widthOf('bases'));
  });

  it('is legible: text has a contrast of at least 4.5', () => {
    const halves = [LABEL_LOOK, ...Object.values(STATUS_BADGE_LOOK)];
    for (const tones of halves.flatMap(({ light, dark }) => [light, dark])) {
      expect([tones, contrast(tones) >= 4.5]).toEqual([tones, true]);
    }
  });

  it('distinguishes statuses without colour: each has its own icon', () => {
    const seen = STATUS.map((status) => {
      const svg = badgeSvg(imageBadge(status, null, new Date()), 'base');
      return `${/class="mi"[^>]* d="([^"]+)"/.exec(svg)?.[1]}`;
    });
    expect(new Set(seen).size).toBe(STATUS.length);
  });
});

const STALE = { status: 'stale', message: '3 days behind' } as const;

/** Expects only the elements and attributes of a badge: nothing that runs or fetches. */
function expectHarmless(svg: string, requested: string) {
  expect(XMLValidator.validate(svg)).toBe(true);
  const elements = walk(parser.parse(svg));
  expect(elements.map(({ name }) => name)).toEqual([
    'svg',
    'title',
    'style',
    'path',
    'path',
    'path',
    'g',
    'text',
    'text',
  ]);
  const allowed =
    /^@_(xmlns|width|height|viewBox|role|aria-label|class|d|fill|stroke|stroke-width|stroke-linecap|stroke-linejoin|transform|font-family|font-size|text-rendering|x|y|textLength|lengthAdjust)$/;
  for (const { attributes } of elements) {
    for (const name of Object.keys(attributes)) expect(name).toMatch(allowed);
  }
  expect(elements.find(({ name }) => name === 'style')?.text).toMatch(
    /^@media \(prefers-color-scheme:dark\)\{[.\w{}:,;#]+\}$/,
  );
  const [label] = elements.filter(({ name }) => name === 'text');
  expect(label?.text).toBe(badgeLabel(requested));
}

/** WCAG 2.2, contrast ratio of two sRGB colours. */
function contrast({ ground, ink }: HalfColors): number {
  const [lighter = 0, darker = 0] = [luminance(ground), luminance(ink)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
