import { z } from 'zod';
import { isRegistryHost } from '#lib/oci/reference.ts';
import { sourceFields } from './source-fields.ts';

const MAX_PATTERNS = 100;

const host = z
  .string()
  .refine(isRegistryHost, 'a host with an optional port, such as git.example.com')
  .transform((text) => text.toLowerCase());
/** One part of a path; `..` would lead to another path of the API. */
const part = '(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.][A-Za-z0-9._-]{0,254}';
/** A branch, a tag or a commit, as git allows them (git-check-ref-format), without what a URL gives another meaning. */
const ref = z
  .string()
  .regex(/^(?!.*(?:\.\.|\/\/|@\{))[A-Za-z0-9_][A-Za-z0-9._/+@-]{0,254}$/, 'a branch, a tag or a commit')
  .default('HEAD');
const pattern = z
  .string()
  .regex(
    /^[^/\0]{1,255}(?:\/[^/\0]{1,255}){0,31}$/,
    'a pattern of paths, such as deploy/** or **/Dockerfile',
  );
const patterns = z.array(pattern).max(MAX_PATTERNS, `at most ${MAX_PATTERNS} patterns`);
const paths = z
  .strictObject({
    include: patterns.min(1, 'at least one pattern').default(['**']),
    exclude: patterns.default([]),
  })
  .prefault({});

const githubConfig = z.strictObject({
  /** Of the web pages: github.com, or that of GitHub Enterprise. */
  host: host.default('github.com'),
  repository: z
    .string()
    .regex(new RegExp(`^${part}/${part}$`), 'an owner and a repository, such as acme/app'),
  ref,
  paths,
});
const gitlabConfig = z.strictObject({
  host: host.default('gitlab.com'),
  project: z
    .string()
    .regex(new RegExp(`^${part}(?:/${part}){1,20}$`), 'the path of a project, such as group/app'),
  ref,
  paths,
});

/** Sources that read what the files of a repository declare. */
export const fileSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject(sourceFields('github', githubConfig)),
  z.strictObject(sourceFields('gitlab-files', gitlabConfig)),
]);

/** A source that reads the files of a repository, parsed. */
export type FileSource = Readonly<z.output<typeof fileSourceSchema>>;
/** The settings of a repository on GitHub. */
export type GithubConfig = Extract<FileSource, { kind: 'github' }>['config'];
/** The settings of a project on GitLab. */
export type GitlabFilesConfig = Extract<FileSource, { kind: 'gitlab-files' }>['config'];

/** The repository of a source with its host: `github.com/acme/app`. */
export function repositoryOf(source: FileSource): string {
  const { config } = source;
  return `${config.host}/${source.kind === 'github' ? source.config.repository : source.config.project}`;
}

/** The host whose API is read. */
export function fileHostOf(source: FileSource): string {
  return source.kind === 'github' ? githubApi(source.config.host).host : source.config.host;
}

/** The host and the path of the API: api.github.com, that of a *.ghe.com, or a path of GitHub Enterprise Server. */
export function githubApi(host: string): { readonly host: string; readonly path: string } {
  if (host === 'github.com' || host.endsWith('.ghe.com')) return { host: `api.${host}`, path: '' };
  return { host, path: '/api/v3' };
}
