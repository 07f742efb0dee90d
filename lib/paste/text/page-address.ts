import { canonicalRegistry } from '#lib/oci/reference.ts';

/** The image that the address of a registry's page shows, or why it shows none; undefined for other addresses. */
export function imageOfPage(text: string): { reference: string } | { problem: string } | undefined {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null) return undefined;
  const host = url.hostname.replace(/^www\./, '');
  const path = pathOf(url);
  const reader =
    READERS[host] ?? (host.startsWith('registry.') || host === 'ghcr.io' ? imageAtHost : undefined);
  return reader === undefined ? undefined : reader(path, url);
}

type Reader = (path: readonly string[], url: URL) => { reference: string } | { problem: string };

const READERS: Readonly<Record<string, Reader>> = {
  'hub.docker.com': dockerHub,
  'github.com': github,
  'quay.io': quay,
  'gitlab.com': gitlab,
  'gallery.ecr.aws': ([alias, ...name]) =>
    alias === undefined || name.length === 0
      ? none('Amazon ECR Public Gallery', 'one image')
      : { reference: ['public.ecr.aws', alias, ...name].join('/') },
  'mcr.microsoft.com': (path) => {
    const at = path.indexOf('mar');
    const name = path.slice(at + 1).filter((part) => !/^(?:about|tags)$/.test(part));
    return at < 0 || name.length === 0
      ? none('Microsoft’s registry', 'one image')
      : { reference: `mcr.microsoft.com/${name.join('/')}` };
  },
};

/**
 * `/_/debian`, `/r/grafana/grafana/tags?name=11`, `/layers/library/debian/12-slim/images/sha256-…`, and the owner's own
 * `/repository/docker/acme/app`.
 */
function dockerHub(path: readonly string[], url: URL): ReturnType<Reader> {
  const [kind, first, second, tag] = path;
  if (kind === '_' && first !== undefined) return tagged(`docker.io/library/${first}`, url);
  if (kind === 'r' && second !== undefined) return tagged(`docker.io/${first}/${second}`, url);
  if (kind === 'layers' && second !== undefined && tag !== undefined) {
    return { reference: `docker.io/${first}/${second}:${tag}` };
  }
  if (kind === 'repository' && first === 'docker' && second !== undefined && tag !== undefined) {
    return { reference: `docker.io/${second}/${tag}` };
  }
  return none('Docker Hub', 'one image');
}

/**
 * `/acme/shop/pkgs/container/api`, `/orgs/acme/packages/container/package/api`, `/users/…`; a slash in the name is `%2F`,
 * and `?tag=` or `/api/123?tag=` is one version.
 */
function github(path: readonly string[], url: URL): ReturnType<Reader> {
  const [owner, second, third, fourth, fifth, sixth] = path;
  const tag = url.searchParams.get('tag');
  const end = tag === null ? '' : `:${tag}`;
  if (third === 'pkgs' && fourth === 'container' && fifth !== undefined) {
    return { reference: `ghcr.io/${owner?.toLowerCase()}/${fifth.toLowerCase()}${end}` };
  }
  const isPackage = (owner === 'orgs' || owner === 'users') && third === 'packages' && fourth === 'container';
  if (isPackage && fifth === 'package' && sixth !== undefined) {
    return { reference: `ghcr.io/${second?.toLowerCase()}/${sixth.toLowerCase()}${end}` };
  }
  return none('GitHub', 'one container package');
}

/** `/repository/prometheus/node-exporter?tab=tags&tag=v1.9.0` and `/repository/…/manifest/sha256:…`. */
function quay(path: readonly string[], url: URL): ReturnType<Reader> {
  const [kind, owner, name, what, digest] = path;
  if (kind !== 'repository' || name === undefined) return imageAtHost(path, url);
  const repository = `quay.io/${owner}/${name}`;
  if (what === 'manifest' && digest !== undefined) return { reference: `${repository}@${digest}` };
  return tagged(repository, url);
}

/** The pages of GitLab's registry have a repository's number, not its name. */
function gitlab(path: readonly string[]): ReturnType<Reader> {
  const at = path.indexOf('container_registry');
  if (at < 1) return none('GitLab', 'one image');
  const project = path.slice(0, at).filter((part) => part !== '-');
  const root = `registry.gitlab.com/${project.join('/').toLowerCase()}`;
  if (path[at + 1] === undefined) {
    return { problem: `This page lists the images of a project. Copy the path of one, such as ${root}:1.0.` };
  }
  return {
    problem: `This page’s address has the repository’s number, not its name. Copy the path that it shows, such as ${root}/app:1.0.`,
  };
}

/** `https://ghcr.io/acme/app:1`: the address of an image in a registry, with the scheme that no reference has. */
function imageAtHost(path: readonly string[], url: URL): ReturnType<Reader> {
  if (path.length === 0 || path[0] === 'v2') return none('a registry', 'one image');
  return { reference: [canonicalRegistry(url.host), ...path].join('/') };
}

function tagged(repository: string, url: URL): { reference: string } {
  const tag = url.searchParams.get('tag') ?? url.searchParams.get('name');
  return { reference: tag === null || tag === '' ? repository : `${repository}:${tag}` };
}

function none(site: string, what: string): { problem: string } {
  return { problem: `This page of ${site} does not show ${what}.` };
}

function pathOf(url: URL): string[] {
  return url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}
