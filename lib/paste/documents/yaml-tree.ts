import { isAlias, isCollection, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import { DocumentSyntaxError, MAX_DEPTH, type Tree } from './tree.ts';

/** The most characters of YAML: a page reads about half a million of them in a second. */
const MAX_YAML = 2 * 1024 * 1024;

/** The most entries that merge keys (`<<`) may add: they can double each other. */
const MAX_MERGED = 100_000;

/**
 * Parses the documents of a YAML text (YAML 1.2, with merge keys), with their lines. An alias is the value it stands for,
 * not a copy, so aliases of aliases cost nothing. Throws {@link DocumentSyntaxError}.
 */
export function parseYamlTrees(source: string): Tree[] {
  if (source.length > MAX_YAML) {
    throw new DocumentSyntaxError('it is larger than 2 MB. Paste it in parts, or as JSON', 1);
  }
  const lines = new LineCounter();
  const parsed = parseAllDocuments(source, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  for (const { errors } of documents) {
    const [error] = errors;
    if (error !== undefined) throw new DocumentSyntaxError(error.message, lineAt(error.pos[0]));
  }
  let merged = 0;
  return documents.flatMap(({ contents }) => {
    const anchors = new Map<string, Tree>();

    const read = (node: unknown, depth: number): Tree => {
      if (isAlias(node)) return anchors.get(node.source) ?? empty(lineAt(node.range?.[0] ?? 0));
      if (!isScalar(node) && !isCollection(node)) return empty(1);
      const line = lineAt(node.range?.[0] ?? 0);
      if (depth > MAX_DEPTH) {
        throw new DocumentSyntaxError(`it is nested deeper than ${MAX_DEPTH} levels`, line);
      }
      const tree = isScalar(node)
        ? scalar(node.value, node.source, line)
        : isSeq(node)
          ? ({ kind: 'list', line, items: node.items.map((item) => read(item, depth + 1)) } as const)
          : ({ kind: 'map', line, entries: readEntries(node, depth) } as const);
      if (node.anchor !== undefined) anchors.set(node.anchor, tree);
      return tree;
    };

    const readEntries = (node: unknown, depth: number): Map<string, Tree> => {
      const entries = new Map<string, Tree>();
      const merges: Tree[] = [];
      for (const { key, value } of isMap(node) ? node.items : []) {
        const name = isScalar(key) ? String(key.value) : '';
        const tree = read(value, depth + 1);
        if (name === '<<') merges.push(...(tree.kind === 'list' ? tree.items : [tree]));
        else entries.set(name, tree);
      }
      for (const each of merges) {
        for (const [name, tree] of each.kind === 'map' ? each.entries : []) {
          merged += 1;
          if (merged > MAX_MERGED) throw new DocumentSyntaxError('its merge keys add too much', each.line);
          if (!entries.has(name)) entries.set(name, tree);
        }
      }
      return entries;
    };

    return contents === null ? [] : [read(contents, 0)];
  });
}

function empty(line: number): Tree {
  return { kind: 'scalar', line, text: '', type: 'other' };
}

function scalar(value: unknown, source: string | undefined, line: number): Tree {
  if (typeof value === 'string') return { kind: 'scalar', line, text: value, type: 'text' };
  const type = typeof value === 'number' || typeof value === 'bigint' ? 'number' : 'other';
  return { kind: 'scalar', line, text: source ?? '', type };
}
