import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '#lib/help/parse-document.ts';
import { HelpBlocks } from './help-blocks.tsx';

const rendered = (markdown: string) =>
  renderToStaticMarkup(
    <HelpBlocks blocks={parseDocument('one', markdown, new Set(['one', 'other'])).blocks} />,
  );

/** The names of all elements, and all addresses. */
const elementsOf = (html: string) => new Set([...html.matchAll(/<([a-z0-9]+)/g)].map(([, name]) => name));
const addressesOf = (html: string) => [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, at]) => at);

describe('a hostile document', () => {
  it.each([
    '<script>alert(1)</script>',
    'text <script>alert(1)</script> text',
    '<img src=x onerror=alert(1)>',
    '<svg><script>alert(1)</script></svg>',
    '`<script>alert(1)</script>`',
    '```\n</code></pre><script>alert(1)</script>\n```',
    '```"><script>alert(1)</script>\nx\n```',
    '# <script>alert(1)</script>\n\n## "><script>alert(1)</script>',
    '| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |',
    '- <iframe src="javascript:alert(1)"></iframe>',
    '![<script>alert(1)</script>](x.png)',
  ])('has no markup of its own: %j', (markdown) => {
    const html = rendered(markdown);
    for (const name of ['script', 'img', 'svg', 'iframe']) expect(elementsOf(html)).not.toContain(name);
    expect(html).not.toMatch(/<[^>]*\son\w+=/);
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](//evil.example/)',
    '[x](/api/v1/session)',
    '<javascript:alert(1)>',
    '[x](other.md"onclick="alert(1))',
    '[x]: javascript:alert(1)\n\n[x]',
    '![x](https://evil.example/pixel.png)',
  ])('links nowhere: %s', (markdown) => expect(addressesOf(rendered(markdown))).toEqual([]));
});

it.each([
  ['[x](other.md)', '/help/other'],
  ['[x](./other.md#part)', '/help/other#part'],
  ['[x](#part)', '/help/one#part'],
  ['[x](https://example.com/a?b=c)', 'https://example.com/a?b=c'],
])('%s leads to %s', (markdown, href) => expect(addressesOf(rendered(markdown))).toEqual([href]));

it.each(['[the code](../lib/oci/digest.ts)', '[the code](decisions/0001-x.md)', '[the code](missing.md)'])(
  '%s is text',
  (markdown) => expect(rendered(markdown)).toBe('<p>the code</p>'),
);

it('a list with code, a table and a diagram keep their text', () => {
  const html = rendered(
    '1. first\n2. second `x`\n   ```sh\n   npm start\n   ```\n\n| A | B |\n|---|---|\n| a \\| b | **c** |\n\n```mermaid\nflowchart LR\n```',
  );
  expect([...elementsOf(html)]).toEqual(expect.arrayContaining(['ol', 'li', 'pre', 'table', 'strong']));
  const text = html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  expect(text).toContain('first second x npm start');
  expect(text).toContain('a | b c');
  expect(text).toContain('GitHub draws it. flowchart LR');
});
