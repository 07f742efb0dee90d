import { type Digest, isDigest } from './digest.ts';

/** A repository of images: `registry` is a host with an optional port, `repository` the path below it. */
export interface Repository {
  readonly registry: string;
  readonly repository: string;
}

/**
 * A fully qualified image reference (distribution/reference). `digest` says what to fetch, `tag` what to watch. A text
 * with neither gets the tag `latest`; one with only a digest has no tag.
 */
export interface Reference extends Repository {
  readonly tag?: string;
  readonly digest?: Digest;
}

/** The text is no image reference; `message` says which part is wrong and what is expected. */
export class ReferenceSyntaxError extends Error {
  override name = 'ReferenceSyntaxError';
  readonly input: string;
  constructor(input: string, problem: string) {
    super(`"${input.slice(0, 200)}" is not an image reference: ${problem}`);
    this.input = input;
  }
}

const DEFAULT_REGISTRY = 'docker.io';
const MAX_NAME = 255;
const MAX_INPUT = 1024;
const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const HOST_LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const HOST = new RegExp(`^(?:${HOST_LABEL}(?:\\.${HOST_LABEL})*|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?$`);

/** True for a repository path of the distribution-spec's grammar. */
export function isRepositoryPath(text: string): boolean {
  return text.length <= MAX_NAME && PATH.test(text);
}

/** True for a tag of the distribution-spec's grammar. */
export function isTag(text: string): boolean {
  return TAG.test(text);
}

/** True for a registry host, `name[:port]` or `[ipv6][:port]`. */
export function isRegistryHost(text: string): boolean {
  if (!HOST.test(text)) return false;
  const port = /:([0-9]{1,5})$/.exec(text.replace(/^\[.*\]/, 'v6'))?.[1];
  return port === undefined || (Number(port) > 0 && Number(port) < 65536);
}

/**
 * Parses a reference as `docker pull` does: `debian` is `docker.io/library/debian:latest`. The first part is a host if it
 * is `localhost`, or contains a `.`, a `:` or an upper-case letter. Throws {@link ReferenceSyntaxError}.
 */
export function parseReference(input: string): Reference {
  const text = input.trim();
  const fail = (problem: string): never => {
    throw new ReferenceSyntaxError(input, problem);
  };
  if (text === '') fail('it is empty');
  if (text.length > MAX_INPUT) fail(`it is longer than ${MAX_INPUT} characters`);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) fail('leave out the scheme, as in registry.example.com/app:1');
  if (isDigest(text)) fail('a bare digest names no registry or repository');
  if (/^[0-9a-f]{64}$/.test(text)) fail('a bare image id names no registry or repository');

  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) {
    fail('after @ comes a digest: sha256: and 64 lower-case hex digits');
  }
  const { registry, rest } = splitRegistry(at < 0 ? text : text.slice(0, at));
  const colon = rest.lastIndexOf(':');
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  const path = colon < 0 ? rest : rest.slice(0, colon);

  if (!isRegistryHost(registry)) fail(`"${registry}" is not a registry host`);
  if (tag !== undefined && !isTag(tag)) {
    fail('a tag has up to 128 letters, digits, _, . and -, and starts with a letter, a digit or _');
  }
  if (/[A-Z]/.test(path)) fail('a repository is written in lower case');
  if (!PATH.test(path)) fail('a repository is lower-case letters and digits, parted by . _ __ - or /');
  const repository = registry === DEFAULT_REGISTRY && !path.includes('/') ? `library/${path}` : path;
  if (repository.length > MAX_NAME) fail(`a repository has at most ${MAX_NAME} characters`);

  const named = { registry, repository };
  const reference =
    digest === undefined || !isDigest(digest)
      ? { ...named, tag: tag ?? 'latest' }
      : tag === undefined
        ? { ...named, digest }
        : { ...named, tag, digest };
  // What is stored in full must parse again.
  if (formatReference(reference).length > MAX_INPUT)
    fail(`written in full, it is longer than ${MAX_INPUT} characters`);
  return reference;
}

/** {@link parseReference} for any text; `undefined` if it is no reference. */
export function tryParseReference(input: string): Reference | undefined {
  try {
    return parseReference(input);
  } catch (error) {
    if (error instanceof ReferenceSyntaxError) return undefined;
    throw error;
  }
}

function splitRegistry(name: string): { registry: string; rest: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = slash > 0 && (first === 'localhost' || /[.:[]|[A-Z]/.test(first));
  if (!isHost) return { registry: DEFAULT_REGISTRY, rest: name };
  return { registry: canonicalRegistry(first), rest: name.slice(slash + 1) };
}

/**
 * The canonical name of a registry: lower case, with `docker.io` for Docker Hub's aliases. A host without `.` and `:`
 * keeps its capitals: `Registry/app` in lower case would be a repository of Docker Hub.
 */
export function canonicalRegistry(host: string): string {
  const lower = host.toLowerCase();
  if (lower === 'index.docker.io' || lower === 'registry-1.docker.io') return DEFAULT_REGISTRY;
  return lower === 'localhost' || /[.:[]/.test(lower) ? lower : host;
}

/** The fully qualified form, `docker.io/library/debian:12-slim@sha256:…`; it parses back to the same value. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${formatRepository(reference)}${tag}${digest}`;
}

/** `registry/repository`, fully qualified. */
export function formatRepository({ registry, repository }: Repository): string {
  return `${registry}/${repository}`;
}

/** A digest in a repository, fully qualified: `registry/repository@sha256:…`. */
export function formatAtDigest(repository: Repository, digest: Digest): string {
  return `${formatRepository(repository)}@${digest}`;
}

/** The short form: `debian:12-slim` instead of `docker.io/library/debian:12-slim`. */
export function familiarReference(reference: Reference): string {
  const full = formatReference(reference);
  if (reference.registry !== DEFAULT_REGISTRY) return full;
  return full.replace(/^docker\.io\/(?:library\/(?=[^/]+$))?/, '');
}

/** The reference without its digest, to watch its tag; `undefined` if it has no tag. */
export function watchedTag(reference: Reference): Reference | undefined {
  const { registry, repository, tag } = reference;
  return tag === undefined ? undefined : { registry, repository, tag };
}

/** A reference's text without its digest, by which its tag is watched; a digest alone stays as it is. */
export function watchedName(reference: Reference): string {
  return formatReference(watchedTag(reference) ?? reference);
}

/** The same repository with a digest and no tag: what to fetch. */
export function atDigest(
  { registry, repository }: Repository,
  digest: Digest,
): Reference & { digest: Digest } {
  return { registry, repository, digest };
}
