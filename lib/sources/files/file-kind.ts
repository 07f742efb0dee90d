/** Every kind of file that is read, and its name for people. */
export const FILE_KIND = {
  dockerfile: 'Dockerfile',
  compose: 'Compose file',
  variables: 'Variables of a compose file',
  bake: 'Bake file',
  kubernetes: 'Kubernetes manifest',
  kustomization: 'Kustomization',
  chart: 'Helm chart',
  'helm-values': 'Helm values',
  'github-workflow': 'GitHub workflow or action',
  'gitlab-ci': 'GitLab pipeline',
  devcontainer: 'Dev container',
  quadlet: 'Quadlet unit',
  nomad: 'Nomad job',
  'ecs-task': 'ECS task definition',
} as const;
export type FileKind = keyof typeof FILE_KIND;

/** The kinds by the path of a file; the first match counts. `yaml` is known by its content alone. */
const BY_PATH: readonly (readonly [RegExp, FileKind | 'yaml' | undefined])[] = [
  // What others wrote, or a tool.
  [/(?:^|\/)(?:node_modules|vendor|\.git|\.terraform)\//, undefined],
  [/\.dockerignore$/i, undefined],
  [/(?:^|\/)(?:docker|container)file(?:\.[^/]+)?$/i, 'dockerfile'],
  [/\.(?:docker|container)file$/i, 'dockerfile'],
  [/(?:^|\/)(?:docker-)?compose(?:[._-][^/]+)?\.ya?ml$/i, 'compose'],
  [/(?:^|\/)\.env$/, 'variables'],
  [/(?:^|\/)docker-bake(?:\.[^/]+)?\.json$/, 'bake'],
  [/(?:^|\/)kustomization(?:\.ya?ml)?$/i, 'kustomization'],
  [/(?:^|\/)Chart\.yaml$/, 'chart'],
  [/(?:^|\/)values(?:[._-][^/]+)?\.ya?ml$/, 'helm-values'],
  [/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/, 'github-workflow'],
  [/(?:^|\/)action\.ya?ml$/, 'github-workflow'],
  [/(?:^|\/)[^/]*\.gitlab-ci\.ya?ml$/, 'gitlab-ci'],
  [/(?:^|\/)\.gitlab(?:-ci)?\/.+\.ya?ml$/, 'gitlab-ci'],
  [/(?:^|\/)\.devcontainer\.json$/, 'devcontainer'],
  [/(?:^|\/)\.devcontainer\/(?:[^/]+\/)?devcontainer\.json$/, 'devcontainer'],
  // Settings of other tools.
  [/(?:^|\/)\.github\//, undefined],
  [/(?:^|\/)\.[^/]+\.ya?ml$/, undefined],
  [/-lock\.ya?ml$/, undefined],
  [/\.(?:container|image|volume)$/, 'quadlet'],
  [/\.nomad(?:\.hcl)?$/, 'nomad'],
  [/(?:^|\/)(?:[^/]*task[-_]?def(?:inition)?s?[^/]*)\.json$/i, 'ecs-task'],
  [/\.ya?ml$/i, 'yaml'],
];

/** The kind of a file by its path; `yaml` if only its content says what it is; `undefined` if no reader knows it. */
export function kindOfPath(path: string): FileKind | 'yaml' | undefined {
  return BY_PATH.find(([pattern]) => pattern.test(path))?.[1];
}

/** The folder of a path, without a slash at its end; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** A path that a file gives, relative to a folder; `undefined` if it leads out of the tree or is not a path. */
export function pathFrom(folder: string, relative: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^git@/i.test(relative) || relative.startsWith('/')) return undefined;
  const parts: string[] = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
