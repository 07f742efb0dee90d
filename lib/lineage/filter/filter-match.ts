import { isDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import type { Status } from '../vocabulary/status.ts';
import type { Filter, FilterTerm } from './filter.ts';
import { compileGlobs } from './glob.ts';

/** What a filter compares: an image and its bases. Names are fully qualified. */
export interface FilterSubject {
  readonly reference: string;
  readonly status: Status;
  /** Its direct base; null if it has none or the base has no name. */
  readonly baseName: string | null;
  /** Every base below it, the direct one included. */
  readonly ancestors: readonly string[];
  readonly platforms: readonly string[];
  /** Of the sample fleet. */
  readonly sample: boolean;
  /** Marked public. */
  readonly public: boolean;
}

/** A test whether every term of the filter holds, for many images; the empty filter matches everything. */
export function compileFilter(filter: Filter): (subject: FilterSubject) => boolean {
  const terms = filter.map((term) => ({ holds: compileTerm(term), negated: term.negated }));
  return (subject) => terms.every(({ holds, negated }) => holds(subject) !== negated);
}

/**
 * The patterns a fully qualified name is compared with, for a pattern as people write it: `debian` finds
 * `docker.io/library/debian:12-slim`. Docker Hub's registry and `library/` may be left out, and so may tag and
 * digest. The name matches where any of them does.
 */
export function nameGlobs(pattern: string): string[] {
  const last = pattern.slice(pattern.lastIndexOf('/') + 1);
  const endings = last.includes('@') ? [''] : last.includes(':') ? ['', '@*'] : ['', ':*', '@*'];
  return qualified(pattern).flatMap((name) => endings.map((end) => `${name}${end}`));
}

/** What a name as people write it may be in full: Docker Hub's registry and `library/` may be left out. */
export function qualified(name: string): string[] {
  return [name, `docker.io/${name}`, `docker.io/library/${name}`];
}

/** The patterns a platform is compared with: `arm64` finds `linux/arm64` and `linux/arm64/v8`. */
export function platformGlobs(pattern: string): string[] {
  return pattern.includes('/') ? [pattern, `${pattern}/*`] : [`*/${pattern}`, `*/${pattern}/*`];
}

function compileTerm(term: FilterTerm): (subject: FilterSubject) => boolean {
  switch (term.key) {
    case 'status':
      return ({ status }) => term.values.includes(status);
    case 'is':
      return ({ sample }) => sample;
    case 'public':
      return (subject) => term.values.includes(subject.public ? 'yes' : 'no');
    case 'text':
      return anyOf(
        term.values.map((value) => `*${value}*`),
        ({ reference }) => [reference],
      );
    case 'base':
      return anyOf(term.values.flatMap(nameGlobs), ({ baseName }) => (baseName === null ? [] : [baseName]));
    case 'ancestor':
      return anyOf(term.values.flatMap(nameGlobs), ({ ancestors }) => ancestors);
    case 'platform':
      return anyOf(term.values.flatMap(platformGlobs), ({ platforms }) => platforms);
    default: {
      const { key } = term;
      return anyOf(term.values, ({ reference }) => partsOf(reference, key));
    }
  }
}

function anyOf(
  globs: readonly string[],
  textsOf: (subject: FilterSubject) => readonly string[],
): (subject: FilterSubject) => boolean {
  const matches = compileGlobs(globs);
  return (subject) => textsOf(subject).some(matches);
}

function partsOf(name: string, part: 'registry' | 'repo' | 'tag'): string[] {
  // A bare digest would read as a tag of a repository called sha256.
  const reference = isDigest(name) ? undefined : tryParseReference(name);
  if (reference === undefined) return [];
  if (part === 'registry') return [reference.registry];
  if (part === 'repo') return [reference.repository];
  return reference.tag === undefined ? [] : [reference.tag];
}
