import { z } from 'zod';
import { isRegistryHost } from '#lib/oci/reference.ts';
import { type ClusterSource, clusterSourceSchema } from './clusters/cluster-source.ts';
import { type FileSource, fileSourceSchema } from './file-source.ts';
import { postedEverySchema } from './mention.ts';
import { selectionSchema } from './selection/selection.ts';
import { sourceFields } from './source-fields.ts';
import { isListedKind, type SourceKind } from './source-kind.ts';

const host = z.string().refine(isRegistryHost, 'a host with an optional port, such as registry.example.com');
/** One part of a path in a URL. */
const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/, 'letters, digits, dots, dashes and underscores');
const path = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,254}){0,20}$/,
    'a path such as group/team',
  );

/** Hosts whose registry has no catalog, and the kind to list them with. */
const WITHOUT_CATALOG: readonly (readonly [RegExp, SourceKind])[] = [
  [/^(?:(?:index\.|registry-1\.)?docker\.io)$/i, 'docker-hub'],
  [/^ghcr\.io$/i, 'ghcr'],
  [/^quay\.io$/i, 'quay'],
  [/\.pkg\.dev$/i, 'gar'],
];

const withCatalog = host.superRefine((text, context) => {
  const kind = WITHOUT_CATALOG.find(([hosts]) => hosts.test(text))?.[1];
  if (kind !== undefined) {
    context.addIssue({
      code: 'custom',
      message: `a registry with a catalog; list ${text} with the kind ${kind}`,
    });
  }
});

const anyConfig = z.strictObject({ registry: withCatalog });
const harborConfig = z.strictObject({ registry: host, project: name.optional() });
const quayConfig = z.strictObject({ registry: host.default('quay.io'), namespace: name });
const ghcrConfig = z.strictObject({
  owner: name,
  /** Whose packages: an organisation's, a person's public ones, or all of the token's own account. */
  ownerType: z.enum(['org', 'user', 'self'], 'one of org, user, self').default('org'),
});
const dockerHubConfig = z.strictObject({ namespace: name });
const gitlabConfig = z
  .strictObject({
    registry: host.default('registry.gitlab.com'),
    /** The host of GitLab itself, whose API lists the registry. */
    api: host.default('gitlab.com'),
    group: path.optional(),
    project: path.optional(),
  })
  .refine(({ group, project }) => (group === undefined) !== (project === undefined), {
    message: 'either group or project',
  });
const ecrConfig = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region, such as eu-west-1'),
  account: z.string().regex(/^\d{12}$/, 'an account of 12 digits'),
});
const garConfig = z.strictObject({
  project: z.string().regex(/^[a-z0-9.:-]{4,64}$/, 'the id of a project'),
  location: z.string().regex(/^[a-z0-9-]{2,40}$/, 'a location, such as europe or europe-west1'),
});
const acrConfig = z.strictObject({ registry: host });
const zotConfig = z.strictObject({ registry: host });
const artifactoryConfig = z.strictObject({
  /** The host of references and of the API. */
  registry: host,
  /** The key of the Docker repository: the first part of the path in references. */
  key: name,
});
const giteaConfig = z.strictObject({ registry: host, owner: name });

function sourceOf<Kind extends SourceKind, Config extends z.ZodType>(kind: Kind, config: Config) {
  return z.strictObject({ ...sourceFields(kind, config), select: selectionSchema });
}

/** Sources that list a registry. The kinds that read clusters and files have schemas of their own. */
const registrySourceSchema = z.discriminatedUnion('kind', [
  sourceOf('registry', anyConfig),
  sourceOf('harbor', harborConfig),
  sourceOf('quay', quayConfig),
  sourceOf('ghcr', ghcrConfig),
  sourceOf('docker-hub', dockerHubConfig),
  sourceOf('gitlab', gitlabConfig),
  sourceOf('ecr', ecrConfig),
  sourceOf('gar', garConfig),
  sourceOf('acr', acrConfig),
  sourceOf('zot', zotConfig),
  sourceOf('artifactory', artifactoryConfig),
  sourceOf('gitea', giteaConfig),
]);

/** A source that is not listed: an agent or a pipeline posts the images. Its only setting is how often to expect that. */
const pushSourceSchema = sourceOf('push', z.strictObject({}).default({}))
  .omit({ select: true, every: true, credentialsRef: true })
  .extend({ every: postedEverySchema.optional() })
  .strict();

/** A source that is not listed: its files are uploaded. It has no settings. */
const uploadSourceSchema = sourceOf('files', z.strictObject({}).default({}))
  .omit({ select: true, every: true, credentialsRef: true })
  .strict();

/** Every source that works. A kind that reads clusters or files adds its schema here. */
const sourceSchema = z.discriminatedUnion('kind', [
  ...registrySourceSchema.options,
  ...clusterSourceSchema.options,
  ...fileSourceSchema.options,
  pushSourceSchema,
  uploadSourceSchema,
]);

/** A source of any kind, parsed. */
export type Source = Readonly<z.output<typeof sourceSchema>>;

/** A source that lists a registry, parsed. */
export type RegistrySource = Readonly<z.output<typeof registrySourceSchema>>;
type RegistrySourceKind = RegistrySource['kind'];
/** The settings of a source of one kind. */
export type ConfigOf<Kind extends RegistrySourceKind> = Extract<RegistrySource, { kind: Kind }>['config'];

/** A value of a source that is not valid: its path, and what is expected there. */
export interface SourceIssue {
  readonly key: string;
  readonly allowed: string;
}

/** A source from YAML or JSON, or every value that is not valid. */
export function parseRegistrySource(
  json: unknown,
): { readonly source: RegistrySource } | { readonly issues: readonly SourceIssue[] } {
  return parse(registrySourceSchema, json);
}

/** A source of any kind from YAML or JSON, or every value that is not valid. */
export function parseSource(
  json: unknown,
): { readonly source: Source } | { readonly issues: readonly SourceIssue[] } {
  return parse(sourceSchema, json);
}

/** A source that Baseboard lists. */
export type ListedSource = Exclude<Source, { kind: 'push' | 'files' }>;

/** True for a source that Baseboard lists; to the others, somebody sends what they mention. */
export function isListedSource(source: Source): source is ListedSource {
  return isListedKind(source.kind);
}

/** Kinds that are listed. The others are sent. */
export const LISTED_KINDS = [
  ...registrySourceSchema.options,
  ...clusterSourceSchema.options,
  ...fileSourceSchema.options,
].map(({ shape }) => shape.kind.value);

/** True for a source that is read as a whole, without a selection of tags: a cluster or Argo CD. */
export function isClusterSource(source: Source): source is ClusterSource {
  return source.kind === 'kubernetes' || source.kind === 'argocd';
}

/** True for a source that reads what the files of a repository declare. */
export function isFileSource(source: Source): source is FileSource {
  return source.kind === 'github' || source.kind === 'gitlab-files';
}

const REGISTRY_KINDS: readonly string[] = registrySourceSchema.options.map(({ shape }) => shape.kind.value);
const KINDS: readonly string[] = sourceSchema.options.map(({ shape }) => shape.kind.value);

function parse<T>(
  schema: z.ZodType<T>,
  json: unknown,
): { readonly source: T } | { readonly issues: readonly SourceIssue[] } {
  const parsed = schema.safeParse(json, { reportInput: true });
  if (parsed.success) return { source: parsed.data };
  return { issues: parsed.error.issues.map((issue) => describeIssue(issue, schema)) };
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType): SourceIssue {
  const key = issue.path.map(String).join('.') || 'the source';
  switch (issue.code) {
    case 'unrecognized_keys':
      return { key: [...issue.path.map(String), issue.keys[0]].join('.'), allowed: 'no such setting' };
    case 'invalid_union':
      return issue.path.at(-1) === 'kind'
        ? {
            key,
            allowed: `one of ${(schema === sourceSchema ? KINDS : REGISTRY_KINDS).join(', ')}`,
          }
        : { key, allowed: issue.message };
    case 'invalid_type':
      return {
        key,
        allowed:
          issue.input === undefined ? `a value: it is missing` : (EXPECTED[issue.expected] ?? issue.message),
      };
    default:
      return { key, allowed: issue.message };
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'settings with names',
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
};

/** The host in the references of a source. */
export function registryOf(source: RegistrySource): string {
  switch (source.kind) {
    case 'ghcr':
      return 'ghcr.io';
    case 'docker-hub':
      return 'docker.io';
    case 'ecr':
      return `${source.config.account}.dkr.ecr.${source.config.region}.amazonaws.com`;
    case 'gar':
      return `${source.config.location}-docker.pkg.dev`;
    default:
      return source.config.registry;
  }
}
