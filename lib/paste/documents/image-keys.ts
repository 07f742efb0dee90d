import type { Collector, PasteFormat } from '../paste.ts';
import { interpolate } from './compose.ts';
import { entriesOf, itemsOf, member, type Tree, textOf } from './tree.ts';

interface ImageKeysOptions {
  readonly format?: 'yaml' | 'json';
  /** The tag that a chart gives to an image without one, by the path of its keys. */
  readonly chartTag?: (path: readonly string[]) => string | undefined;
}

/**
 * The images of other YAML, by their keys: `image: text`, as pipelines have it, and the maps of Helm values,
 * `image: { registry, repository, tag, digest }` (Helm, Best practices § Values; Bitnami's charts add `registry`).
 */
export function readImageKeys(
  tree: Tree,
  into: Collector,
  { format = 'yaml', chartTag = () => undefined }: ImageKeysOptions = {},
): void {
  const registry = textOf(member(member(tree, 'global'), 'imageRegistry'));
  const seen = new Set<Tree>();
  const visit = (value: Tree, path: readonly string[]) => {
    if (seen.has(value)) return;
    seen.add(value);
    for (const item of itemsOf(value)) visit(item, path);
    for (const [key, child] of entriesOf(value)) {
      const here = [...path, key];
      if (!/image$/i.test(key)) visit(child, here);
      else if (child.kind === 'map')
        readImageMap(child, here, { registry, chartTag }, into, () => visit(child, here));
      else if (textOf(child) !== undefined)
        readImageText(child, { beside: value, key, path: here, format }, into);
      else visit(child, here);
    }
  };
  visit(tree, []);
}

function readImageMap(
  map: Tree,
  path: readonly string[],
  {
    registry: globalRegistry,
    chartTag,
  }: {
    readonly registry: string | undefined;
    readonly chartTag: (path: readonly string[]) => string | undefined;
  },
  into: Collector,
  visit: () => void,
): void {
  const repository = textOf(member(map, 'repository')) ?? textOf(member(map, 'name'));
  if (repository === undefined) {
    visit();
    return;
  }
  const line = (member(map, 'repository') ?? member(map, 'name') ?? map).line;
  const place = path.join('.');
  const registry = globalRegistry ?? textOf(member(map, 'registry'));
  const given = textOf(member(map, 'tag')) ?? textOf(member(map, 'version'));
  const digest = textOf(member(map, 'digest')) ?? textOf(member(map, 'sha'));
  const name = registry === undefined ? repository : `${registry}/${repository}`;
  const isWhole = member(map, 'repository') === undefined;
  const needsTag =
    given === undefined &&
    digest === undefined &&
    !isWhole &&
    !/[:@]/.test(repository.split('/').at(-1) ?? '');
  const tag = needsTag ? chartTag(path) : given;
  if (needsTag && tag === undefined) {
    const problem = `“${place}” has no tag: the chart sets it. Paste the output of “helm template” instead.`;
    into.leftOut({ line, text: name, problem, missing: 'tag' });
    return;
  }
  const withTag = tag === undefined ? name : `${name}:${tag}`;
  add(digest === undefined ? withTag : `${withTag}@${digest}`, { line, place, format: 'helm' }, into);
}

/** `image: name` beside `imageTag: "1.0"`, as older charts have it, is one reference. */
function readImageText(
  value: Tree,
  {
    beside,
    key,
    path,
    format,
  }: {
    readonly beside: Tree;
    readonly key: string;
    readonly path: readonly string[];
    readonly format: 'yaml' | 'json';
  },
  into: Collector,
): void {
  const text = textOf(value) ?? '';
  const tag = textOf(member(beside, `${key}Tag`));
  const isTagged = /[:@]/.test(text.split('/').at(-1) ?? '');
  const where = {
    line: value.line,
    place: path.join('.'),
    format: tag === undefined ? format : 'helm',
  } as const;
  add(tag === undefined || isTagged ? text : `${text}:${tag}`, where, into);
}

function add(
  text: string,
  where: { readonly line: number; readonly place: string; readonly format: PasteFormat },
  into: Collector,
): void {
  const expanded = interpolate(text);
  if ('problem' in expanded) into.leftOut({ line: where.line, text, ...expanded });
  else into.found({ ...where, text: expanded.text });
}
