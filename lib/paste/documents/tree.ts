/** A JSON or YAML value that knows the line it stands on, counted from 1. */
export type Tree = ScalarTree | ListTree | MapTree;

interface ScalarTree {
  readonly kind: 'scalar';
  readonly line: number;
  /** A number keeps its spelling: the tag `1.10` is not `1.1`. */
  readonly text: string;
  readonly type: 'text' | 'number' | 'other';
}

interface ListTree {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly Tree[];
}

export interface MapTree {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: ReadonlyMap<string, Tree>;
}

/** The document is not valid; `line` says where. */
export class DocumentSyntaxError extends Error {
  override name = 'DocumentSyntaxError';
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** The deepest nesting that is read. */
export const MAX_DEPTH = 200;

/** A member of a map; undefined for anything else. */
export function member(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.entries.get(key) : undefined;
}

/** A text or number; undefined for anything else, and for an empty text. */
export function textOf(tree: Tree | undefined): string | undefined {
  if (tree?.kind !== 'scalar' || tree.type === 'other') return undefined;
  const text = tree.text.trim();
  return text === '' ? undefined : text;
}

/** The items of a list; none for anything else. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

/** The entries of a map; none for anything else. */
export function entriesOf(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  return tree?.kind === 'map' ? [...tree.entries] : [];
}

/** True for text that is present, `null` and other scalars left aside. */
export function isText(tree: Tree | undefined): boolean {
  return textOf(tree) !== undefined;
}
