/** A document of the help: what the pages render, and what the search reads. It holds no HTML. */
export interface HelpDocument {
  /** Its file's name without `.md`: the last part of its address, `/help/<slug>`. */
  readonly slug: string;
  readonly title: string;
  /** The first paragraph as text. */
  readonly summary: string;
  /** Everything below the title. */
  readonly blocks: readonly Block[];
}

/** A part of a document that starts on a line of its own. */
export type Block =
  | {
      readonly kind: 'heading';
      readonly depth: number;
      readonly anchor: string;
      readonly inlines: readonly Inline[];
    }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'list'; readonly start?: number; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'table'; readonly header: Row; readonly rows: readonly Row[] }
  | { readonly kind: 'rule' };

/** The cells of a table's row. */
export type Row = readonly (readonly Inline[])[];

/** A part of a line. A link that leads to no page of the help and to no website is its text alone. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly inlines: readonly Inline[] }
  | { readonly kind: 'break' };

/** The text of inlines, without their marks. */
export function inlineText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'break') return ' ';
      return 'text' in inline ? inline.text : inlineText(inline.inlines);
    })
    .join('');
}

/** The text of a block, without its marks. */
export function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return inlineText(block.inlines);
    case 'code':
      return block.text;
    case 'list':
      return block.items.flat().map(blockText).join(' ');
    case 'quote':
      return block.blocks.map(blockText).join(' ');
    case 'table':
      return [block.header, ...block.rows].map((row) => row.map(inlineText).join(' ')).join(' ');
    case 'rule':
      return '';
  }
}
