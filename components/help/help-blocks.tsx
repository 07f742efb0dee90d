import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { type Block, type Inline, inlineText, type Row } from '#lib/help/help-document.ts';

/** The blocks of a document. Everything is an element or text: there is no HTML to inject. */
export function HelpBlocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, at) => <HelpBlock key={keyOf(block, at)} block={block} />);
}

function HelpBlock({ block }: { block: Block }): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <Heading {...block} />;
    case 'paragraph':
      return (
        <p>
          <Inlines inlines={block.inlines} />
        </p>
      );
    case 'code':
      return <Code {...block} />;
    case 'list': {
      const items = block.items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document does not change.
        <li key={at} className="space-y-2 pl-1">
          <HelpBlocks blocks={item} />
        </li>
      ));
      return block.start === undefined ? (
        <ul className="list-disc space-y-1 pl-5">{items}</ul>
      ) : (
        <ol start={block.start} className="list-decimal space-y-1 pl-5">
          {items}
        </ol>
      );
    }
    case 'quote':
      return (
        <blockquote className="space-y-3 border-l-2 border-line-strong pl-4 text-muted">
          <HelpBlocks blocks={block.blocks} />
        </blockquote>
      );
    case 'table':
      return <Table {...block} />;
    case 'rule':
      return <hr />;
  }
}

function Heading({ depth, anchor, inlines }: Extract<Block, { kind: 'heading' }>) {
  const Level = depth <= 2 ? 'h2' : depth === 3 ? 'h3' : 'h4';
  return (
    <Level
      id={anchor}
      className={`scroll-mt-16 font-semibold break-words ${depth <= 2 ? 'border-t border-line pt-5 text-lg' : 'pt-2'}`}
    >
      {/* The address of the heading, for whoever wants to send it. */}
      <a href={`#${anchor}`} className="rounded-sm hover:underline hover:underline-offset-4">
        <Inlines inlines={inlines} />
      </a>
    </Level>
  );
}

/** Code scrolls by itself, so that the page never does sideways. */
function Code({ language, text }: Extract<Block, { kind: 'code' }>) {
  const isDiagram = language === 'mermaid';
  return (
    <figure className="space-y-1.5">
      {isDiagram ? (
        <figcaption className="text-sm text-muted">
          A diagram, in the Mermaid language. GitHub draws it.
        </figcaption>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard. */}
      <pre tabIndex={0} className="overflow-x-auto rounded-md border border-line bg-surface p-3 text-xs">
        <code>{text}</code>
      </pre>
    </figure>
  );
}

function Table({ header, rows }: Extract<Block, { kind: 'table' }>) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard.
      tabIndex={0}
      aria-label={`Table: ${header.map(inlineText).filter(Boolean).join(', ')}`}
      className="overflow-x-auto rounded-md border border-line"
    >
      <table className="w-full border-collapse bg-surface text-sm">
        <thead>
          <tr>
            <Cells row={header} tag="th" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a document does not change.
            <tr key={at} className="border-t border-line">
              <Cells row={row} tag="td" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cells({ row, tag: Tag }: { row: Row; tag: 'th' | 'td' }) {
  return row.map((inlines, at) => (
    <Tag
      // biome-ignore lint/suspicious/noArrayIndexKey: a document does not change.
      key={at}
      className="max-w-[40ch] min-w-24 px-3 py-2 text-left align-top font-normal break-words [th&]:font-medium"
    >
      <Inlines inlines={inlines} />
    </Tag>
  ));
}

function Inlines({ inlines }: { inlines: readonly Inline[] }) {
  return inlines.map((inline, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a document does not change.
    <Fragment key={at}>
      <OneInline inline={inline} />
    </Fragment>
  ));
}

function OneInline({ inline }: { inline: Inline }): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return <code className="mono rounded-sm bg-raised px-1 py-px break-words">{inline.text}</code>;
    case 'strong':
      return (
        <strong className="font-semibold">
          <Inlines inlines={inline.inlines} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Inlines inlines={inline.inlines} />
        </em>
      );
    case 'link': {
      const content = <Inlines inlines={inline.inlines} />;
      const look = 'underline underline-offset-2 break-words';
      return inline.href.startsWith('/') ? (
        <Link href={inline.href} className={look}>
          {content}
        </Link>
      ) : (
        <a href={inline.href} rel="noreferrer" className={look}>
          {content}
        </a>
      );
    }
    case 'break':
      return <br />;
  }
}

function keyOf(block: Block, at: number): string {
  return block.kind === 'heading' ? block.anchor : `${at}`;
}
