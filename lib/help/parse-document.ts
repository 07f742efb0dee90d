import { lexer, type Token, type Tokens } from 'marked';
import { createAnchors } from './anchors.ts';
import { type Block, blockText, type HelpDocument, type Inline, inlineText } from './help-document.ts';
import { helpHref } from './help-href.ts';

/**
 * Parses a Markdown document (CommonMark with GitHub's tables). HTML in it becomes text: it is shown as it is written,
 * and is never markup. `slugs` are the documents that a link can lead to.
 */
export function parseDocument(slug: string, markdown: string, slugs: ReadonlySet<string>): HelpDocument {
  const anchorOf = createAnchors();
  const blocks = toBlocks(lexer(markdown, { gfm: true }));
  const title = blocks.find((block) => block.kind === 'heading' && block.depth === 1);
  const summary = blocks.find(({ kind }) => kind === 'paragraph');
  return {
    slug,
    title: title === undefined ? slug : blockText(title),
    summary: summary === undefined ? '' : blockText(summary),
    blocks: blocks.filter((block) => block !== title),
  };

  function toBlocks(tokens: readonly Token[]): Block[] {
    return tokens.flatMap((token): Block[] => {
      switch (token.type) {
        case 'heading': {
          const inlines = toInlines(token.tokens ?? []);
          return [{ kind: 'heading', depth: token.depth, anchor: anchorOf(inlineText(inlines)), inlines }];
        }
        case 'paragraph':
          return [{ kind: 'paragraph', inlines: toInlines(token.tokens ?? []) }];
        // The line of a list's item.
        case 'text':
          return [{ kind: 'paragraph', inlines: toInlines(token.tokens ?? [token]) }];
        case 'code':
          return [{ kind: 'code', language: token.lang ?? '', text: token.text }];
        case 'list': {
          const { ordered, start, items } = token as Tokens.List;
          return [
            {
              kind: 'list',
              ...(ordered ? { start: Number(start) } : {}),
              items: items.map((item) => toBlocks(item.tokens)),
            },
          ];
        }
        case 'blockquote':
          return [{ kind: 'quote', blocks: toBlocks(token.tokens ?? []) }];
        case 'table': {
          const { header, rows } = token as Tokens.Table;
          const toRow = (cells: readonly Tokens.TableCell[]) => cells.map(({ tokens }) => toInlines(tokens));
          return [{ kind: 'table', header: toRow(header), rows: rows.map(toRow) }];
        }
        case 'hr':
          return [{ kind: 'rule' }];
        case 'html':
          return [{ kind: 'paragraph', inlines: [{ kind: 'text', text: token.raw }] }];
        default:
          return [];
      }
    });
  }

  function toInlines(tokens: readonly Token[]): Inline[] {
    return tokens.flatMap((token): Inline[] => {
      switch (token.type) {
        case 'strong':
          return [{ kind: 'strong', inlines: toInlines(token.tokens ?? []) }];
        case 'em':
          return [{ kind: 'emphasis', inlines: toInlines(token.tokens ?? []) }];
        case 'codespan':
          return [{ kind: 'code', text: token.text }];
        case 'link': {
          const inlines = toInlines(token.tokens ?? []);
          const href = helpHref(token.href, slug, slugs);
          return href === undefined ? inlines : [{ kind: 'link', href, inlines }];
        }
        case 'br':
          return [{ kind: 'break' }];
        // Pictures are left out: their text says what they show.
        case 'image':
        case 'escape':
          return [{ kind: 'text', text: token.text }];
        case 'text':
          return token.tokens === undefined ? [{ kind: 'text', text: token.text }] : toInlines(token.tokens);
        default:
          return [{ kind: 'text', text: token.raw }];
      }
    });
  }
}
