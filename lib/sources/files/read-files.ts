import { isComposeFile } from '#lib/paste/documents/compose.ts';
import { DocumentSyntaxError, type Tree } from '#lib/paste/documents/tree.ts';
import type { Mention } from '../mention.ts';
import { type DeclaredBuild, declareBuilds } from './builds.ts';
import { collectDeclarations, type Declarations, type FileNote, type SourceFile } from './declarations.ts';
import { type FileKind, folderOf, kindOfPath } from './file-kind.ts';
import { FILE_LIMITS } from './file-limits.ts';
import { type FileSet, fileSet } from './file-set.ts';
import { isBakeFile, readBakeFile } from './formats/bake.ts';
import { readComposeFile } from './formats/compose.ts';
import { declareChart, declareValues } from './formats/helm.ts';
import { declareManifests, hasKubernetesObject } from './formats/kubernetes.ts';
import { declarePipeline, declareWorkflow } from './formats/pipelines.ts';
import {
  declareNomad,
  declareQuadlet,
  declareTaskDefinition,
  isTaskDefinition,
  readDevcontainer,
} from './formats/single-files.ts';

/** What files declare. */
export interface FilesReading {
  readonly mentions: readonly Mention[];
  /** What was left out or not evaluated. */
  readonly notes: readonly FileNote[];
  /** Files that could not be read: what they declare is not known. */
  readonly unreadable: readonly FileNote[];
  /** What each file was read as; files that declare nothing known are absent. */
  readonly kinds: ReadonlyMap<string, FileKind>;
}

/**
 * Reads the images that files declare: Dockerfiles, compose and bake files, Kubernetes manifests, charts and pipelines. Pure;
 * nothing is rendered, built or fetched. A name that depends on something unknown is a mention with `unresolved` in its place.
 */
export function readFiles(given: readonly SourceFile[]): FilesReading {
  const unreadable: FileNote[] = [];
  const into = collectDeclarations(unreadable);
  const set = fileSet(withinLimits(given, unreadable));
  const kinds = new Map<string, FileKind>();
  for (const file of set.files) {
    const kind = kindOf(set, file, unreadable);
    if (kind !== undefined) kinds.set(file.path, kind);
  }
  declareAll(set, kinds, into);
  return { mentions: into.mentions, notes: into.notes, unreadable, kinds };
}

function withinLimits(given: readonly SourceFile[], unreadable: FileNote[]): SourceFile[] {
  const files: SourceFile[] = [];
  let total = 0;
  for (const file of given) {
    const { path, text } = file;
    const refused =
      text.length > FILE_LIMITS.characters
        ? 'it is larger than 1 MB'
        : files.length >= FILE_LIMITS.files
          ? `only the first ${FILE_LIMITS.files} files are read`
          : total + text.length > FILE_LIMITS.total && 'all files together are larger than 16 MB';
    if (refused) unreadable.push({ file: path, line: 1, message: refused });
    else {
      files.push(file);
      total += text.length;
    }
  }
  return files;
}

function declareAll(set: FileSet, kinds: ReadonlyMap<string, FileKind>, into: Declarations): void {
  const of = (...wanted: FileKind[]) =>
    set.files.filter(({ path }) => wanted.some((kind) => kinds.get(path) === kind));
  const paths = (...wanted: FileKind[]) => of(...wanted).map(({ path }) => path);
  const builds: DeclaredBuild[] = [
    ...paths('compose').flatMap((path) => readComposeFile(set, path, into)),
    ...paths('bake').flatMap((path) => readBakeFile(set, path, into)),
    ...paths('devcontainer').flatMap((path) => readDevcontainer(set, path, into)),
  ];
  declareBuilds(set, paths('dockerfile'), builds, into);
  declareManifests(set, { manifests: paths('kubernetes'), kustomizations: paths('kustomization') }, into);
  for (const path of paths('chart')) declareChart(set, path, into);
  for (const path of paths('helm-values')) declareValues(set, path, into);
  for (const path of paths('github-workflow')) declareWorkflow(set, path, into);
  for (const path of paths('gitlab-ci')) declarePipeline(set, path, into);
  for (const path of paths('ecs-task')) declareTaskDefinition(set, path, into);
  for (const file of of('quadlet')) declareQuadlet(file, into);
  for (const file of of('nomad')) declareNomad(file, into);
}

/** A Dockerfile starts with FROM, after comments and arguments (Dockerfile reference, § Format). */
const DOCKERFILE =
  /^(?:[ \t]*(?:#.*)?\r?\n|[ \t]*ARG[ \t].*\r?\n)*[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*[^\s-]\S*(?:[ \t]+AS[ \t]+\S+)?[ \t]*(?:\r?\n|$)/i;
/** A manifest that is not valid YAML; a chart's template is none. */
const BROKEN_MANIFEST = /^(?:apiVersion|kind):[ \t]*\S/m;

/** The kind of a file by its path, or else by its content. */
function kindOf(set: FileSet, file: SourceFile, unreadable: FileNote[]): FileKind | undefined {
  const { path, text } = file;
  const kind = kindOfPath(path);
  if (isTemplate(set, path)) return undefined;
  if (kind === 'dockerfile' || kind === 'quadlet' || kind === 'nomad' || kind === 'variables') return kind;
  if (kind === undefined && DOCKERFILE.test(text)) return 'dockerfile';
  try {
    const trees = set.trees(file);
    if (kind === 'helm-values') {
      // Values of something else are any YAML.
      const folder = folderOf(path);
      const isOfChart = set.get(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`) !== undefined;
      return isOfChart ? kind : kindOfContent(trees);
    }
    return kind === undefined || kind === 'yaml' ? kindOfContent(trees) : kind;
  } catch (error) {
    if (!(error instanceof DocumentSyntaxError)) throw error;
    // A file of no known kind declares nothing, whether it is valid or not.
    if (kind === undefined || (kind === 'yaml' && (!BROKEN_MANIFEST.test(text) || text.includes('{{'))))
      return undefined;
    unreadable.push({ file: path, line: error.line, message: `it is not valid: ${error.message}` });
    return undefined;
  }
}

/** True for a template of a chart: what it declares is known only when it is rendered. */
function isTemplate(set: FileSet, path: string): boolean {
  const [whole, chart] = /^(.*\/)?templates\//.exec(path) ?? [];
  return whole !== undefined && set.get(`${chart ?? ''}Chart.yaml`) !== undefined;
}

function kindOfContent(trees: readonly Tree[]): FileKind | undefined {
  if (hasKubernetesObject(trees)) return 'kubernetes';
  if (trees.some(isComposeFile)) return 'compose';
  if (trees.some(isBakeFile)) return 'bake';
  return trees.some(isTaskDefinition) ? 'ecs-task' : undefined;
}
