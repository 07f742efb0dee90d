import type { SourceKind } from '#lib/sources/source-kind.ts';

/** A setting of a kind of source, as a form asks for it. */
export interface KindField {
  /** Its path in the settings: `namespaces.include` is the list `include` below `namespaces`. */
  readonly name: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly required?: boolean;
  /** `list`: values without spaces, separated by them; `patterns`: one on each line; `lines`: one text of several lines. */
  readonly form?: 'list' | 'patterns' | 'lines';
  /** Only asked for if a cluster is reached in this way. */
  readonly reach?: 'server';
}

const registry: KindField = {
  name: 'registry',
  label: 'Registry',
  placeholder: 'registry.example.com:5000',
  hint: 'Its host. One with a private address must be listed under registries: in baseboard.yaml',
  required: true,
};

const ca: KindField = {
  name: 'ca',
  label: 'Certificate authorities',
  hint: 'Those that signed its certificate, in PEM. Without them: those of the system',
  form: 'lines',
};

const files: readonly KindField[] = [
  {
    name: 'ref',
    label: 'Branch, tag or commit',
    placeholder: 'main',
    hint: 'Without it: the default branch',
  },
  {
    name: 'paths.include',
    label: 'Files',
    hint: 'Patterns of paths such as deploy/** or **/Dockerfile, one on each line; all without one',
    form: 'patterns',
  },
  {
    name: 'paths.exclude',
    label: 'Except files',
    hint: 'Patterns of paths, one on each line',
    form: 'patterns',
  },
];

/** The settings of each kind that a form can add, in the order they are offered. */
export const KIND_FIELDS = {
  registry: [registry],
  harbor: [
    { ...registry, placeholder: 'harbor.example.com' },
    { name: 'project', label: 'Project', hint: 'Without it: all projects' },
  ],
  ghcr: [
    { name: 'owner', label: 'Owner', placeholder: 'acme', required: true },
    {
      name: 'ownerType',
      label: 'Owner type',
      placeholder: 'org',
      hint: 'org, user, or self for all of your own',
    },
  ],
  'docker-hub': [{ name: 'namespace', label: 'Namespace', placeholder: 'acme', required: true }],
  quay: [
    { name: 'namespace', label: 'Namespace', placeholder: 'acme', required: true },
    { ...registry, placeholder: 'quay.io', hint: 'Without it: quay.io', required: false },
  ],
  gitlab: [
    { name: 'group', label: 'Group', placeholder: 'acme/team', hint: 'Either a group or a project' },
    { name: 'project', label: 'Project', placeholder: 'acme/team/shop' },
    {
      ...registry,
      placeholder: 'registry.gitlab.com',
      hint: 'Without it: registry.gitlab.com',
      required: false,
    },
    { name: 'api', label: 'Host of GitLab', placeholder: 'gitlab.com', hint: 'Without it: gitlab.com' },
  ],
  ecr: [
    { name: 'region', label: 'Region', placeholder: 'eu-west-1', required: true },
    { name: 'account', label: 'Account', placeholder: '123456789012', required: true },
  ],
  gar: [
    { name: 'project', label: 'Project', placeholder: 'acme-prod', required: true },
    { name: 'location', label: 'Location', placeholder: 'europe', required: true },
  ],
  acr: [{ ...registry, placeholder: 'acme.azurecr.io' }],
  zot: [registry],
  artifactory: [
    registry,
    { name: 'key', label: 'Docker repository', placeholder: 'docker-local', required: true },
  ],
  gitea: [registry, { name: 'owner', label: 'Owner', placeholder: 'acme', required: true }],
  kubernetes: [
    {
      name: 'cluster',
      label: 'Cluster',
      placeholder: 'prod',
      hint: 'What it is called in filters',
      required: true,
    },
    {
      name: 'server',
      label: 'Address of its API',
      placeholder: 'https://10.0.0.1:6443',
      hint: 'One with a private address must be listed under registries: in baseboard.yaml',
      required: true,
      reach: 'server',
    },
    { ...ca, reach: 'server' },
    {
      name: 'namespaces.include',
      label: 'Namespaces',
      placeholder: 'shop team-*',
      hint: 'Names or patterns; all without one',
      form: 'list',
    },
    { name: 'namespaces.exclude', label: 'Except namespaces', placeholder: 'kube-*', form: 'list' },
  ],
  argocd: [
    { name: 'server', label: 'Address', placeholder: 'https://argocd.example.com', required: true },
    ca,
  ],
  github: [
    { name: 'repository', label: 'Repository', placeholder: 'acme/app', required: true },
    { name: 'host', label: 'Host', placeholder: 'github.com', hint: 'Without it: github.com' },
    ...files,
  ],
  'gitlab-files': [
    { name: 'project', label: 'Project', placeholder: 'acme/app', required: true },
    { name: 'host', label: 'Host', placeholder: 'gitlab.com', hint: 'Without it: gitlab.com' },
    ...files,
  ],
  files: [],
  push: [],
} as const satisfies Partial<Record<SourceKind, readonly KindField[]>>;

/** A kind that a form can add. */
export type OfferedKind = keyof typeof KIND_FIELDS;
/** The kinds that a form can add. */
export const OFFERED_KINDS = Object.keys(KIND_FIELDS) as readonly OfferedKind[];

const WITHOUT_TAGS: ReadonlySet<OfferedKind> = new Set([
  'kubernetes',
  'argocd',
  'github',
  'gitlab-files',
  'files',
  'push',
]);

/** Whether a kind lists tags, of which some are selected; the others track whatever they mention. */
export function hasSelection(kind: OfferedKind): boolean {
  return !WITHOUT_TAGS.has(kind);
}

/** The settings of a kind. */
export function fieldsOf(kind: OfferedKind): readonly KindField[] {
  return KIND_FIELDS[kind];
}

/** The right that listing needs, by kind. */
export const RIGHT_HINT: Readonly<Partial<Record<OfferedKind, string>>> = {
  registry: 'It needs the rights registry:catalog:* and pull.',
  harbor: 'A robot account with List Repository and List Artifact.',
  ghcr: 'A classic token with read:packages, authorised for SSO. Fine-grained tokens do not list packages.',
  'docker-hub': 'An access token with Read.',
  quay: 'An application’s OAuth token, not a robot account.',
  gitlab: 'A token with read_api, of a Reporter.',
  ecr: 'A user with ecr:DescribeRepositories and ecr:DescribeImages.',
  gar: 'An access token of an Artifact Registry Reader.',
  acr: 'A token with registry:catalog:* and metadata_read.',
  artifactory: 'A token with Read.',
  gitea: 'A token with read:package.',
  argocd: 'An account that may get applications.',
  github: 'For a private repository, a token that may read Contents.',
  'gitlab-files': 'For a private project, a token with read_api or read_repository.',
};
