import { type Collector, collecting, type Findings, quoteOf } from '../paste.ts';
import { isComposeFile, readCompose } from './compose.ts';
import { readImageKeys } from './image-keys.ts';
import { isDockerRow, readRows } from './image-rows.ts';
import { parseJsonTrees } from './json-tree.ts';
import { isKubernetesObject, readKubernetes } from './kubernetes.ts';
import { DocumentSyntaxError, entriesOf, itemsOf, type Tree } from './tree.ts';

/** The images of JSON: a list, rows of docker, an object of Kubernetes, a compose file, or an export of Baseboard. */
export function readJson(source: string): Findings {
  const { into, findings } = collecting();
  try {
    const trees = parseJsonTrees(source);
    if (trees.length > 1 && !trees.some(isKubernetesObject)) readRows(trees, into);
    else for (const tree of trees) readTree(tree, into);
    return orNothing(findings(), 'JSON', source);
  } catch (error) {
    if (!(error instanceof DocumentSyntaxError)) throw error;
    const problem = `It starts like JSON but is not valid JSON: ${error.message}.`;
    return { candidates: [], problems: [{ line: error.line, text: quoteOf(source), problem }] };
  }
}

/** The images of the documents of a YAML text: Kubernetes, compose, Helm values, a list, or any `image` keys. */
export async function readYaml(source: string): Promise<Findings> {
  // The YAML parser is large: pages load it only when somebody pastes YAML.
  const { parseYamlTrees } = await import('./yaml-tree.ts');
  const { into, findings } = collecting();
  try {
    for (const tree of parseYamlTrees(source)) readTree(tree, into);
    return orNothing(findings(), 'YAML', source);
  } catch (error) {
    if (!(error instanceof DocumentSyntaxError) && !(error instanceof RangeError)) throw error;
    return readBrokenYaml(source, error);
  }
}

function readTree(tree: Tree, into: Collector): void {
  if (isKubernetesObject(tree)) {
    readKubernetes(tree, into);
    return;
  }
  if (isComposeFile(tree)) {
    readCompose(tree, into);
    return;
  }
  if (isDockerRow(tree)) {
    readRows([tree], into);
    return;
  }
  if (tree.kind === 'list') {
    readList(tree.items, into);
    return;
  }
  const list = entriesOf(tree).find(([, value]) => value.kind === 'list' && value.items.length > 0)?.[1];
  // Baseboard's API and exports write lists as `{ "items": […] }`.
  const found = collecting();
  readImageKeys(tree, found.into);
  const { candidates, problems } = found.findings();
  if (candidates.length === 0 && problems.length === 0 && list !== undefined) readRows(itemsOf(list), into);
  for (const each of candidates) into.found(each);
  for (const each of problems) into.leftOut(each);
}

/** A list of references or rows; or a piece of a manifest, such as a list of containers. */
function readList(items: readonly Tree[], into: Collector): void {
  if (items.every(isKubernetesObject)) for (const item of items) readKubernetes(item, into);
  else readRows(items, into);
}

const IMAGE_LINE = /^[ \t]*(?:-[ \t]+)?image:[ \t]*["']?([^"'\s#{]+)["']?[ \t]*(?:#.*)?$/;

/** YAML that is not valid, such as a Helm template: its `image:` lines alone are read, and the fault is named. */
function readBrokenYaml(source: string, error: DocumentSyntaxError | RangeError): Findings {
  const { into, findings } = collecting();
  const isTemplate = source.includes('{{');
  const problem = isTemplate
    ? 'This is a template. Only image lines without {{ }} are read: paste the output of “helm template” instead.'
    : error instanceof DocumentSyntaxError
      ? `This is not valid YAML, so only its image lines are read: ${error.message.replace(/\.$/, '')}.`
      : 'This YAML is nested too deeply, so only its image lines are read.';
  const line = error instanceof DocumentSyntaxError ? error.line : 1;
  into.leftOut({ line, text: quoteOf(source.split('\n')[line - 1] ?? ''), problem });
  for (const [index, each] of source.split('\n').entries()) {
    const text = each.length > 2000 ? undefined : IMAGE_LINE.exec(each.trimEnd())?.[1];
    if (text !== undefined) into.found({ line: index + 1, text, format: 'yaml' });
  }
  return findings();
}

function orNothing(findings: Findings, format: string, source: string): Findings {
  if (findings.candidates.length > 0 || findings.problems.length > 0) return findings;
  const problem = `This is ${format} that names no image.`;
  return { candidates: [], problems: [{ line: 1, text: quoteOf(source), problem }] };
}
