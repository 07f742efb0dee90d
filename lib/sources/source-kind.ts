/** Every kind of source, and what it is called. */
export const SOURCE_KIND = {
  registry: 'Any registry, by its catalog',
  harbor: 'Harbor',
  quay: 'Quay',
  ghcr: 'GitHub container registry',
  'docker-hub': 'Docker Hub',
  gitlab: 'GitLab container registry',
  ecr: 'Amazon ECR',
  gar: 'Google Artifact Registry',
  acr: 'Azure Container Registry',
  zot: 'zot',
  artifactory: 'JFrog Artifactory',
  gitea: 'Gitea or Forgejo',
  kubernetes: 'Kubernetes',
  argocd: 'Argo CD',
  github: 'Files on GitHub',
  'gitlab-files': 'Files on GitLab',
  files: 'Uploaded files',
  push: 'Posted by an agent or a pipeline',
} as const;
export type SourceKind = keyof typeof SOURCE_KIND;

/** False for the kinds to which somebody sends what they mention. */
export function isListedKind(kind: SourceKind): boolean {
  return kind !== 'push' && kind !== 'files';
}
