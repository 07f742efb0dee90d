import { entriesOf, itemsOf, member, type Tree, textOf } from '#lib/paste/documents/tree.ts';
import type { Declarations, How } from '../declarations.ts';
import type { FileSet } from '../file-set.ts';

const DOCKER = 'docker://';

/**
 * Adds the images of a GitHub workflow or action: of jobs, services and steps that use `docker://` (docs.github.com, §
 * Workflow syntax, § Metadata syntax). Expressions are not evaluated.
 */
export function declareWorkflow(set: FileSet, file: string, into: Declarations): void {
  const add = (tree: Tree | undefined, where: string) => {
    const text = textOf(tree);
    if (tree !== undefined && text !== undefined) {
      into.image(file, text, { line: tree.line, how: 'image', in: where });
    }
  };
  const addUsed = (tree: Tree | undefined, where: string) => {
    const text = textOf(tree);
    if (tree === undefined || !text?.startsWith(DOCKER)) return;
    into.image(file, text.slice(DOCKER.length), { line: tree.line, how: 'image', in: where });
  };
  for (const tree of set.treesAt(file)) {
    for (const [name, job] of entriesOf(member(tree, 'jobs'))) {
      const container = member(job, 'container');
      add(member(container, 'image') ?? container, `job ${name}`);
      for (const [service, settings] of entriesOf(member(job, 'services'))) {
        add(member(settings, 'image'), `job ${name}, service ${service}`);
      }
      for (const step of itemsOf(member(job, 'steps'))) addUsed(member(step, 'uses'), `job ${name}`);
    }
    const runs = member(tree, 'runs');
    addUsed(member(runs, 'image'), 'action');
    for (const step of itemsOf(member(runs, 'steps'))) addUsed(member(step, 'uses'), 'action');
  }
}

/** Words of a pipeline that are no jobs (docs.gitlab.com/ci/yaml, § Global keywords). */
const NO_JOBS = new Set([
  'image',
  'services',
  'default',
  'variables',
  'include',
  'stages',
  'workflow',
  'spec',
  'cache',
  'before_script',
  'after_script',
  'pages',
]);

/**
 * Adds the images of a GitLab pipeline: `image` and `services` of the pipeline, its defaults and its jobs. Variables are
 * those that the file itself sets; `include` and `extends` are not evaluated.
 */
export function declarePipeline(set: FileSet, file: string, into: Declarations): void {
  for (const tree of set.treesAt(file)) {
    const variables = variablesOf(tree, new Map());
    const add = (image: Tree | undefined, where: string | undefined, known: ReadonlyMap<string, string>) => {
      const named = member(image, 'name') ?? image;
      const text = textOf(named);
      if (named === undefined || text === undefined) return;
      into.image(file, expandPlain(text, known), { line: named.line, how: 'image' satisfies How, in: where });
    };
    const addAll = (part: Tree, where: string | undefined, known: ReadonlyMap<string, string>) => {
      add(member(part, 'image'), where, known);
      for (const service of itemsOf(member(part, 'services'))) {
        add(service, where === undefined ? 'service' : `${where}, service`, known);
      }
    };
    addAll(tree, undefined, variables);
    const defaults = member(tree, 'default');
    if (defaults !== undefined) addAll(defaults, 'default', variables);
    for (const [name, job] of entriesOf(tree)) {
      if (name === 'pages' || !NO_JOBS.has(name)) addAll(job, `job ${name}`, variablesOf(job, variables));
    }
    const include = member(tree, 'include');
    if (include !== undefined) {
      into.note({ file, line: include.line, message: 'include is not evaluated' });
    }
  }
}

function variablesOf(tree: Tree, outer: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const own = entriesOf(member(tree, 'variables'));
  if (own.length === 0) return outer;
  const known = new Map(outer);
  for (const [name, value] of own) {
    const text = textOf(member(value, 'value') ?? value);
    if (text === undefined || text.includes('$')) known.delete(name);
    else known.set(name, text);
  }
  return known;
}

/** Replaces `$NAME` and `${NAME}` by known values; other variables stay as they are written. */
function expandPlain(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (written, braced, plain) => known.get(braced ?? plain) ?? written,
  );
}
