import { type Interpolated, interpolate } from '#lib/paste/documents/compose.ts';
import { entriesOf, itemsOf, member, type Tree, textOf } from '#lib/paste/documents/tree.ts';
import type { DeclaredBuild } from '../builds.ts';
import type { Declarations } from '../declarations.ts';
import { folderOf, pathFrom } from '../file-kind.ts';
import type { FileSet } from '../file-set.ts';

/** A service extends another, which extends another: no real file goes deeper. */
const MAX_EXTENDS = 10;
const DOCKER_IMAGE = 'docker-image://';

/** The parts of a service that name images, each with the file it is from. */
interface Service {
  readonly image: Placed | undefined;
  readonly build: Placed | undefined;
}

interface Placed {
  readonly file: string;
  readonly tree: Tree;
}

/**
 * Adds the images that the services of a compose file run, and returns its builds (compose-spec, 05-services.md, build.md). An
 * `image` beside a `build` is what the build makes. Variables are those of `.env` in the same folder, and defaults.
 */
export function readComposeFile(set: FileSet, file: string, into: Declarations): DeclaredBuild[] {
  const builds: DeclaredBuild[] = [];
  for (const tree of set.treesAt(file)) {
    for (const [name, written] of entriesOf(member(tree, 'services'))) {
      const { image, build } = wholeService({ set, file, name, into }, written, 0);
      const resolve = resolver(set, image?.file ?? file);
      const place = { service: name, platform: textOf(member(written, 'platform')) };
      if (build === undefined && image?.file === file) {
        const text = textOf(image.tree) ?? '';
        const found = text === '' ? undefined : resolve(text);
        const at = { ...place, line: image.tree.line, how: 'image' } as const;
        if (found !== undefined) addImage(found, text, file, at, into);
      }
      if (build !== undefined) {
        const described = readBuild(set, name, build, into);
        const text = textOf(image?.tree);
        const found = text === undefined ? undefined : resolve(text);
        const at = { line: image?.tree.line ?? build.tree.line, service: name, how: 'output' } as const;
        if (found && 'problem' in found) addImage(found, text ?? '', image?.file ?? file, at, into);
        const outputs = found && 'text' in found ? [{ text: found.text, line: at.line }] : [];
        builds.push({ ...described, outputs });
      }
      for (const volume of itemsOf(member(written, 'volumes'))) {
        const source = textOf(member(volume, 'source'));
        if (textOf(member(volume, 'type')) !== 'image' || source === undefined) continue;
        addImage(resolve(source), source, file, { line: volume.line, service: name, how: 'image' }, into);
      }
    }
    for (const entry of includes(tree)) {
      const path = pathFrom(folderOf(file), entry.text);
      if (path !== undefined && set.get(path)) continue;
      into.note({ file, line: entry.line, message: `it includes ${entry.text}, which was not read` });
    }
  }
  return builds;
}

/** A service with what it inherits by `extends`, and from the file that it overrides. */
function wholeService(
  at: { readonly set: FileSet; readonly file: string; readonly name: string; readonly into: Declarations },
  written: Tree,
  depth: number,
): Service {
  const { set, file, name, into } = at;
  const image = member(written, 'image');
  const build = member(written, 'build');
  const own = { image: image && { file, tree: image }, build: build && { file, tree: build } };
  const extension = member(written, 'extends');
  const from = textOf(member(extension, 'service')) ?? textOf(extension);
  const otherFile = textOf(member(extension, 'file'));
  const path = otherFile === undefined ? file : pathFrom(folderOf(file), otherFile);
  const base =
    from !== undefined && extension !== undefined
      ? path !== undefined && { path, name: from, line: extension.line }
      : overridden(set, file, name);
  if (from !== undefined && (!base || set.get(base.path) === undefined)) {
    const message = `${name} extends ${from} of ${otherFile ?? file}, which was not read`;
    into.note({ file, line: extension?.line ?? written.line, message });
  }
  if (!base || depth >= MAX_EXTENDS) return own;
  const tree = set.treesAt(base.path).map((each) => member(member(each, 'services'), base.name));
  const found = tree.find((each) => each !== undefined);
  if (found === undefined) return own;
  const inherited = wholeService({ set, file: base.path, name: base.name, into }, found, depth + 1);
  return { image: own.image ?? inherited.image, build: own.build ?? inherited.build };
}

/** `compose.override.yaml` changes the services of `compose.yaml` beside it. */
function overridden(set: FileSet, file: string, name: string) {
  if (!/\.override\.ya?ml$/.test(file)) return undefined;
  const stem = file.replace(/\.override\.ya?ml$/, '');
  const path = [`${stem}.yaml`, `${stem}.yml`].find((each) => set.get(each));
  return path && { path, name, line: 1 };
}

function includes(tree: Tree): { readonly text: string; readonly line: number }[] {
  return itemsOf(member(tree, 'include')).flatMap((entry) => {
    const path = member(entry, 'path') ?? entry;
    return [path, ...itemsOf(path)].flatMap((each) => {
      const text = textOf(each);
      return text === undefined ? [] : [{ text, line: each.line }];
    });
  });
}

function readBuild(
  set: FileSet,
  service: string,
  { file, tree }: Placed,
  into: Declarations,
): Omit<DeclaredBuild, 'outputs'> {
  const resolve = resolver(set, file);
  const value = (key: string) => {
    const text = textOf(member(tree, key));
    const found = text === undefined ? undefined : resolve(text);
    return found && 'text' in found ? found.text : undefined;
  };
  const short = textOf(tree);
  const shortPath = short === undefined ? undefined : resolve(short);
  const context = shortPath ? ('text' in shortPath ? shortPath.text : '$') : (value('context') ?? '.');
  const folder = pathFrom(folderOf(file), context);
  const name = value('dockerfile') ?? 'Dockerfile';
  const inline = member(tree, 'dockerfile_inline');
  const text = inline?.kind === 'scalar' ? inline.text : undefined;
  const dockerfile = folder === undefined || text !== undefined ? undefined : pathFrom(folder, name);
  if (dockerfile === undefined && text === undefined) {
    const message = `${service} is built from another place, so its base is not known`;
    into.note({ file, line: tree.line, message });
  }
  const contexts = new Map<string, string | undefined>();
  for (const [key, line, written] of pairs(member(tree, 'additional_contexts'))) {
    const found = resolve(written ?? '');
    const image =
      'text' in found && found.text.startsWith(DOCKER_IMAGE)
        ? found.text.slice(DOCKER_IMAGE.length)
        : undefined;
    contexts.set(key, image);
    if (image !== undefined) into.image(file, image, { line, how: 'context', service });
  }
  const args = new Map<string, string>();
  for (const [key, , written] of pairs(member(tree, 'args'))) {
    // Without a value, the environment of whoever builds has it.
    const found = written === undefined ? undefined : resolve(written);
    if (found && 'text' in found) args.set(key, found.text);
  }
  return {
    ...{ file, line: tree.line, service, dockerfile, target: value('target'), args, contexts },
    inline: text === undefined ? undefined : { text, offset: inline?.line ?? 0 },
  };
}

/** The entries of a map, or of a list of `name=value`, with their lines. */
function pairs(tree: Tree | undefined): (readonly [string, number, string | undefined])[] {
  const listed = itemsOf(tree).flatMap((item) => {
    const [, key = '', value] = /^([^=]+)(?:=([\s\S]*))?$/.exec(textOf(item) ?? '') ?? [];
    return key === '' ? [] : [[key, item.line, value] as const];
  });
  return [...listed, ...entriesOf(tree).map(([key, value]) => [key, value.line, textOf(value)] as const)];
}

function resolver(set: FileSet, file: string): (text: string) => Interpolated {
  const folder = folderOf(file);
  const values = set.variablesAt(folder === '' ? '.env' : `${folder}/.env`);
  return (written) => {
    // An escaped dollar sign is no part of any image.
    if (written.includes('$$')) return { problem: '', missing: '$$' };
    return interpolate(written, values);
  };
}

function addImage(
  found: Interpolated,
  written: string,
  file: string,
  place: Parameters<Declarations['image']>[2],
  into: Declarations,
): void {
  if ('text' in found) into.image(file, found.text, place);
  else into.unresolved(file, written, found.missing ?? '$', place);
}
