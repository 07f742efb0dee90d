import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupDocuments } from './contents.ts';
import type { Block, Inline } from './help-document.ts';
import { readDocuments } from './read-documents.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const documents = readDocuments(DOCS);
const anchorsOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [block.anchor] : []));

it('every document is in the contents once, with a title and a summary', () => {
  const listed = groupDocuments(documents).flatMap((group) => group.documents);
  const files = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
  expect(listed.map(({ slug }) => `${slug}.md`).sort()).toEqual(files.sort());
  for (const { slug, title, summary } of listed) {
    expect(title, slug).not.toBe(slug);
    expect(summary.length, slug).toBeGreaterThan(20);
  }
});

it('only documents that no group names are listed last', () => {
  expect(groupDocuments([{ slug: 'new', title: 'New' }])).toEqual([
    { name: 'How it is made', documents: [{ slug: 'new', title: 'New' }] },
  ]);
});

describe.each(documents)('$slug', ({ blocks }) => {
  it('links only to pages and headings that exist', () => {
    const links = blocks.flatMap(linksOfBlock).filter((href) => !/^https?:/.test(href));
    const broken = links.filter((href) => {
      const [, slug, anchor] = /^\/help\/([\w-]+)(?:#(.+))?$/.exec(href) ?? [];
      const target = documents.find((document) => document.slug === slug);
      return target === undefined || (anchor !== undefined && !anchorsOf(target.blocks).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('has no two headings with one anchor, and none with an id of the page', () => {
    const anchors = anchorsOf(blocks);
    expect(new Set(anchors).size).toBe(anchors.length);
    expect(anchors).not.toContain('main');
    expect(anchors).not.toContain('');
  });
});

it('the documents link to each other', () => {
  const links = documents.flatMap(({ blocks }) => blocks.flatMap(linksOfBlock));
  expect(links).toContain('/help/errors#invalid-filter');
  expect(links).toContain('/help/glossary');
  expect(links.filter((href) => href.startsWith('/help/')).length).toBeGreaterThan(10);
});

function linksOfBlock(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return block.inlines.flatMap(linksOfInline);
    case 'list':
      return block.items.flat().flatMap(linksOfBlock);
    case 'quote':
      return block.blocks.flatMap(linksOfBlock);
    case 'table':
      return [block.header, ...block.rows].flat(2).flatMap(linksOfInline);
    default:
      return [];
  }
}

function linksOfInline(inline: Inline): string[] {
  if (!('inlines' in inline)) return [];
  const inner = inline.inlines.flatMap(linksOfInline);
  return inline.kind === 'link' ? [inline.href, ...inner] : inner;
}
