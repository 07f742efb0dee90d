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
      into.leftOut({ line: image.line, text: quoteOf(text), ...expanded });
    } else {
      into.found({ line: image.line, text: expanded.text, format: 'compose', place: `service ${name}` });
    }
  }
}

/** A text without variables, or why it has none: `missing` is the variable without a value. */
export type Interpolated =
  | { readonly text: string }
  | { readonly problem: string; readonly missing?: string };

/** Replaces the variables of a text by their values or defaults; a problem if one has neither. */
export function interpolate(text: string, values: ReadonlyMap<string, string> = new Map()): Interpolated {
  if (!text.includes('$')) return { text };
  const names = [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap(([, name]) => name ?? []);
  const known = new Map(names.map((name): [string, BuildArgument] => [name, argument(values.get(name))]));
  try {
    const expanded = expandWord(text, known);
    const [missing] = expanded.missing;
    if (missing === undefined) return { text: expanded.text };
    return {
      problem: `“${quoteOf(text)}” depends on the variable ${missing}, which has no default here.`,
      missing: `$${missing}`,
    };
  } catch (error) {
    if (!(error instanceof WordTooLongError)) throw error;
    return { problem: `This cannot be an image: ${error.message}.` };
  }
}

function argument(value: string | undefined): BuildArgument {
  return value === undefined ? { state: 'unset' } : { state: 'set', value: { text: value, missing: [] } };
}
