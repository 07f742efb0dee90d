import type { SourceKind } from '#lib/sources/source-kind.ts';

/** A setting of a kind of source, as a form asks for it. */
export interface KindField {
  readonly name: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly required?: boolean;
}

const registry: KindField = {
  name: 'registry',
  label: 'Registry',
  placeholder: 'registry.example.com:5000',
  hint: 'Its host. One with a private address must be listed under registries: in baseboard.yaml',
  required: true,
};

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
  push: [],
} as const satisfies Partial<Record<SourceKind, readonly KindField[]>>;

/** A kind that a form can add. */
export type OfferedKind = keyof typeof KIND_FIELDS;
/** The kinds that a form can add. */
export const OFFERED_KINDS = Object.keys(KIND_FIELDS) as readonly OfferedKind[];

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
};
