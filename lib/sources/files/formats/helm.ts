import { readImageKeys } from '#lib/paste/documents/image-keys.ts';
import { DocumentSyntaxError, itemsOf, member, textOf } from '#lib/paste/documents/tree.ts';
import { parseYamlTrees } from '#lib/paste/documents/yaml-tree.ts';
import { collecting } from '#lib/paste/paste.ts';
import type { Declarations } from '../declarations.ts';
import { folderOf } from '../file-kind.ts';
import type { FileSet } from '../file-set.ts';

const NOT_RENDERED = 'from values, not rendered';

/** Adds the images that a `Chart.yaml` lists by its annotation (artifacthub.io, § Helm charts annotations). */
export function declareChart(set: FileSet, file: string, into: Declarations): void {
  for (const tree of set.treesAt(file)) {
    const annotation = member(member(tree, 'annotations'), 'artifacthub.io/images');
    if (annotation?.kind === 'scalar') {
      try {
        for (const image of parseYamlTrees(annotation.text).flatMap(itemsOf)) {
          const named = member(image, 'image');
          const text = textOf(named);
          if (named === undefined || text === undefined) continue;
          const line = annotation.line + named.line;
          into.image(file, text, {
            line,
            how: 'values',
            in: textOf(member(image, 'name')),
            note: 'listed by the chart',
          });
        }
      } catch (error) {
        if (!(error instanceof DocumentSyntaxError)) throw error;
        into.note({ file, line: annotation.line, message: 'artifacthub.io/images is not a list in YAML' });
      }
    }
    const dependencies = itemsOf(member(tree, 'dependencies'));
    const missing = dependencies.filter((each) => {
      const name = textOf(member(each, 'name'));
      const folder = folderOf(file);
      return set.get(`${folder === '' ? '' : `${folder}/`}charts/${name}/Chart.yaml`) === undefined;
    });
    const names = missing.flatMap((each) => textOf(member(each, 'name')) ?? []).slice(0, 10);
    if (names.length > 0) {
      const line = missing[0]?.line ?? 1;
      into.note({ file, line, message: `the images of its dependencies are not read: ${names.join(', ')}` });
    }
  }
}

/**
 * Adds the images of a chart's values: pairs such as `image.repository` and `image.tag`. An image of the chart itself without a
 * tag has the chart's `appVersion`, as `helm create` writes templates; one of a dependency does not.
 */
export function declareValues(set: FileSet, file: string, into: Declarations): void {
  const folder = folderOf(file);
  const [chart] = set.treesAt(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`);
  const appVersion = textOf(member(chart, 'appVersion'));
  const dependencies = new Set(
    itemsOf(member(chart, 'dependencies')).flatMap((each) => [
      textOf(member(each, 'name')),
      textOf(member(each, 'alias')),
    ]),
  );
  const { into: collector, findings } = collecting();
  let fromChart = 0;
  const chartTag = (path: readonly string[]) => {
    if (appVersion === undefined || dependencies.has(path[0])) return undefined;
    fromChart += 1;
    return appVersion;
  };
  for (const tree of set.treesAt(file)) {
    readImageKeys(
      tree,
      {
        found(candidate) {
          const note = fromChart > 0 ? `${NOT_RENDERED}; the tag is the chart's appVersion` : NOT_RENDERED;
          fromChart = 0;
          into.image(file, candidate.text, {
            line: candidate.line,
            how: 'values',
            in: candidate.place,
            note,
          });
        },
        leftOut: collector.leftOut,
      },
      { chartTag },
    );
  }
  for (const { line, text, missing, problem } of findings().problems) {
    const place = { line, how: 'values', note: NOT_RENDERED } as const;
    if (missing === undefined) into.note({ file, line, message: problem.replace(/\.$/, '') });
    else into.unresolved(file, text, missing.startsWith('$') ? missing : `$${missing}`, place);
  }
}
