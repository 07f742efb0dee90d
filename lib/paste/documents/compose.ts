import { type BuildArgument, expandWord, WordTooLongError } from '../expand-word.ts';
import { type Collector, quoteOf } from '../paste.ts';
import { entriesOf, member, type Tree, textOf } from './tree.ts';

/** True for a compose file: services, each with an image or a build. */
export function isComposeFile(tree: Tree): boolean {
  const services = entriesOf(member(tree, 'services'));
  return services.some(
    ([, service]) => member(service, 'image') !== undefined || member(service, 'build') !== undefined,
  );
}

/** The images of a compose file's services. Variables have their defaults (compose-spec, 12-interpolation.md). */
export function readCompose(tree: Tree, into: Collector): void {
  for (const [name, service] of entriesOf(member(tree, 'services'))) {
    const image = member(service, 'image');
    const text = textOf(image);
    if (image === undefined || text === undefined) {
      const build = member(service, 'build');
      if (build !== undefined) {
        const problem = `The service “${name}” is built here and names no image. Paste its Dockerfile to see the base.`;
        into.leftOut({ line: build.line, text: name, problem });
      }
      continue;
    }
    const expanded = interpolate(text);
    if ('problem' in expanded) {
      into.leftOut({ line: image.line, text: quoteOf(text), problem: expanded.problem });
    } else {
      into.found({ line: image.line, text: expanded.text, format: 'compose', place: `service ${name}` });
    }
  }
}

/** Replaces the variables of a text by their defaults; a problem if one has none. */
export function interpolate(text: string): { text: string } | { problem: string } {
  if (!text.includes('$')) return { text };
  const names = [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap(([, name]) => name ?? []);
  const known = new Map(names.map((name): [string, BuildArgument] => [name, { state: 'unset' }]));
  try {
    const expanded = expandWord(text, known);
    const [missing] = expanded.missing;
    if (missing === undefined) return { text: expanded.text };
    return { problem: `“${quoteOf(text)}” depends on the variable ${missing}, which has no default here.` };
  } catch (error) {
    if (!(error instanceof WordTooLongError)) throw error;
    return { problem: `This cannot be an image: ${error.message}.` };
  }
}
