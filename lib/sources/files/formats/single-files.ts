import { entriesOf, itemsOf, member, type Tree, textOf } from '#lib/paste/documents/tree.ts';
import type { DeclaredBuild } from '../builds.ts';
import type { Declarations, SourceFile } from '../declarations.ts';
import { folderOf, pathFrom } from '../file-kind.ts';
import type { FileSet } from '../file-set.ts';

/** Adds the image of a dev container, and returns its build (containers.dev, § devcontainer.json reference). */
export function readDevcontainer(set: FileSet, file: string, into: Declarations): DeclaredBuild[] {
  return set.treesAt(file).flatMap((tree) => {
    const image = member(tree, 'image');
    const text = textOf(image);
    if (image !== undefined && text !== undefined) into.image(file, text, { line: image.line, how: 'image' });
    const build = member(tree, 'build');
    const dockerfile = member(build, 'dockerfile') ?? member(tree, 'dockerFile');
    const path = textOf(dockerfile);
    if (dockerfile === undefined || path === undefined) return [];
    const args = entriesOf(member(build, 'args')).flatMap(([name, value]) => {
      const given = textOf(value);
      return given === undefined || given.includes('$') ? [] : [[name, given] as const];
    });
    return [
      {
        ...{ file, line: dockerfile.line, service: undefined, dockerfile: pathFrom(folderOf(file), path) },
        ...{ target: textOf(member(build, 'target')), args: new Map(args), contexts: new Map(), outputs: [] },
      },
    ];
  });
}

/** True for an ECS task definition: a list of container definitions. */
export function isTaskDefinition(tree: Tree): boolean {
  return itemsOf(member(member(tree, 'taskDefinition') ?? tree, 'containerDefinitions')).length > 0;
}

/** Adds the images of an ECS task definition (Amazon ECS, § Task definition parameters). */
export function declareTaskDefinition(set: FileSet, file: string, into: Declarations): void {
  for (const tree of set.treesAt(file)) {
    const definition = member(tree, 'taskDefinition') ?? tree;
    for (const container of itemsOf(member(definition, 'containerDefinitions'))) {
      const image = member(container, 'image');
      const text = textOf(image);
      if (image === undefined || text === undefined) continue;
      const name = textOf(member(container, 'name'));
      into.image(file, text, { line: image.line, how: 'image', in: name && `container ${name}` });
    }
  }
}

/** Adds the images of a Quadlet unit (podman-systemd.unit(5)): `Image=` of containers, images and volumes. */
export function declareQuadlet({ path, text }: SourceFile, into: Declarations): void {
  let section = '';
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const head = /^\s*\[(\w+)\]/.exec(line)?.[1];
    if (head !== undefined) section = head;
    const image = /^\s*Image\s*=\s*(\S+)/.exec(line)?.[1];
    if (image === undefined || !/^(?:Container|Image|Volume)$/.test(section)) continue;
    // These name other units, which have the image.
    if (/\.(?:image|build)$/.test(image)) continue;
    into.image(path, image.replace(/^docker:\/\//, ''), { line: index + 1, how: 'image' });
  }
}

/** Adds the images of a Nomad job in HCL (developer.hashicorp.com/nomad, § docker driver): its `image = "…"` lines. */
export function declareNomad({ path, text }: SourceFile, into: Declarations): void {
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const image = /^\s*image\s*=\s*"([^"]+)"/.exec(line)?.[1];
    if (image !== undefined)
      into.image(path, image.replace(/^docker:\/\//, ''), { line: index + 1, how: 'image' });
  }
}
