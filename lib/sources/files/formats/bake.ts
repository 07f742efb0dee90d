import { interpolate } from '#lib/paste/documents/compose.ts';
import { entriesOf, itemsOf, member, type Tree, textOf } from '#lib/paste/documents/tree.ts';
import type { DeclaredBuild } from '../builds.ts';
import type { Declarations } from '../declarations.ts';
import { folderOf, pathFrom } from '../file-kind.ts';
import type { FileSet } from '../file-set.ts';

const DOCKER_IMAGE = 'docker-image://';
/** The most targets that one inherits from. */
const MAX_INHERITED = 20;

/** True for a bake file, or what `docker buildx bake --print` prints. */
export function isBakeFile(tree: Tree): boolean {
  return entriesOf(member(tree, 'target')).some(([, target]) => target.kind === 'map');
}

/** The builds of a bake file in JSON (docs.docker.com/build/bake/reference). Adds the images that are contexts. */
export function readBakeFile(set: FileSet, file: string, into: Declarations): DeclaredBuild[] {
  return set.treesAt(file).flatMap((tree) => {
    const targets = new Map(entriesOf(member(tree, 'target')));
    const variables = new Map<string, string>();
    for (const [name, variable] of entriesOf(member(tree, 'variable'))) {
      const value = textOf(member(variable, 'default'));
      if (value !== undefined && !value.includes('$')) variables.set(name, value);
    }
    const resolve = (text: string | undefined) => {
      const found = text === undefined ? undefined : interpolate(text, variables);
      return found && 'text' in found ? found.text : undefined;
    };
    const templates = new Set(
      [...targets.values()].flatMap((target) => itemsOf(member(target, 'inherits')).map(textOf)),
    );
    return [...targets].flatMap(([service, own]): DeclaredBuild[] => {
      const parts = [...inherited(targets, own), own];
      const last = (key: string) =>
        parts.map((part) => member(part, key)).findLast((value) => value !== undefined);
      const merged = (key: string) => new Map(parts.flatMap((part) => entriesOf(member(part, key))));
      // What only others inherit from is not built by itself.
      if (templates.has(service) && last('tags') === undefined) return [];
      const inline = last('dockerfile-inline');
      const inlineText = inline?.kind === 'scalar' ? inline.text : undefined;
      const folder = pathFrom(folderOf(file), resolve(textOf(last('context'))) ?? '.');
      const name = resolve(textOf(last('dockerfile'))) ?? 'Dockerfile';
      const contexts = new Map<string, string | undefined>();
      for (const [key, value] of merged('contexts')) {
        const text = resolve(textOf(value));
        const image = text?.startsWith(DOCKER_IMAGE) ? text.slice(DOCKER_IMAGE.length) : undefined;
        contexts.set(key, image);
        if (image !== undefined) into.image(file, image, { line: value.line, how: 'context', service });
      }
      const args = [...merged('args')].flatMap(([key, value]) => {
        const text = resolve(textOf(value));
        return text === undefined ? [] : [[key, text] as const];
      });
      const build = {
        ...{ file, line: own.line, service, contexts, args: new Map(args) },
        dockerfile: folder === undefined || inlineText !== undefined ? undefined : pathFrom(folder, name),
        inline: inlineText === undefined ? undefined : { text: inlineText, offset: (inline?.line ?? 1) - 1 },
        target: resolve(textOf(last('target'))),
        outputs: itemsOf(last('tags')).flatMap((tag) => {
          const text = textOf(tag);
          return text === undefined ? [] : [{ text: resolve(text) ?? text, line: tag.line }];
        }),
      };
      return [build];
    });
  });
}

/** The targets that a target inherits from, the least important first, each once. */
function inherited(targets: ReadonlyMap<string, Tree>, target: Tree, seen = new Set([target])): Tree[] {
  return itemsOf(member(target, 'inherits')).flatMap((name) => {
    const parent = targets.get(textOf(name) ?? '');
    if (parent === undefined || seen.has(parent) || seen.size > MAX_INHERITED) return [];
    seen.add(parent);
    return [...inherited(targets, parent, seen), parent];
  });
}
