/** What a fully qualified name is compared with, for names as people write them. */
export interface NamePatterns {
  /** Globs that match the whole name. */
  readonly whole: readonly string[];
  /** Globs that match the last part of its path, for names written without a `/`. */
  readonly last: readonly string[];
}

/**
 * The patterns for a name as people write it: `debian` finds `docker.io/library/debian:12-slim` and
 * `ghcr.io/acme/debian:12`. Docker Hub's registry and `library/` may be left out, and so may tag and digest. A name
 * without a `/` is compared with the last part of the path as well, in whatever registry and namespace.
 */
export function namePatterns(written: readonly string[]): NamePatterns {
  return {
    whole: written.flatMap((name) => qualified(name).flatMap(withEndings)),
    last: written.filter((name) => !name.includes('/')).flatMap(withEndings),
  };
}

/** What a name as people write it may be in full: Docker Hub's registry and `library/` may be left out. */
export function qualified(name: string): string[] {
  return [name, `docker.io/${name}`, `docker.io/library/${name}`];
}

/** The last part of a name's path, with its tag and its digest. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function withEndings(name: string): string[] {
  const last = lastPart(name);
  const endings = last.includes('@') ? [''] : last.includes(':') ? ['', '@*'] : ['', ':*', '@*'];
  return endings.map((end) => `${name}${end}`);
}

/** The patterns a platform is compared with: `arm64` finds `linux/arm64` and `linux/arm64/v8`. */
export function platformGlobs(pattern: string): string[] {
  return pattern.includes('/') ? [pattern, `${pattern}/*`] : [`*/${pattern}`, `*/${pattern}/*`];
}

/** The patterns an owner is compared with: `acme` finds `github.com/acme`. */
export function ownerGlobs(pattern: string): string[] {
  return pattern.includes('/') ? [pattern] : [pattern, `*/${pattern}`];
}
