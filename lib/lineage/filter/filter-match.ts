import { isDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import type { Status } from '../lineage.ts';
import type { Filter, FilterTerm } from './filter.ts';
import { matchesGlob } from './glob.ts';

/** What a filter looks at: an image and what it stands on. Names are fully qualified. */
export interface FilterSubject {
  readonly reference: string;
  readonly status: Status;
  /** The base it stands on directly; null where it has none or none with a name. */
  readonly baseName: string | null;
  /** Every base below it, the direct one included. */
  readonly ancestors: readonly string[];
  readonly platforms: readonly string[];
  /** Of the sample fleet. */
  readonly sample: boolean;
  /** Marked public. */
  readonly public: boolean;
}

/** Whether every term of the filter holds; the empty filter matches everything. */
export function matchesFilter(filter: Filter, subject: FilterSubject): boolean {
  return filter.every((term) => holds(term, subject) !== term.negated);
}

/**
 * The patterns a fully qualified name is compared with, for a pattern as people write it: `debian` finds
 * `docker.io/library/debian:12-slim`. Docker Hub's registry and `library/` may be left out, and so may tag and
 * digest. The name matches where any of them does.
 */
export function nameGlobs(pattern: string): string[] {
  const last = pattern.slice(pattern.lastIndexOf('/') + 1);
  const endings = last.includes('@') ? [''] : last.includes(':') ? ['', '@*'] : ['', ':*', '@*'];
  return ['', 'docker.io/', 'docker.io/library/'].flatMap((start) =>
    endings.map((end) => `${start}${pattern}${end}`),
  );
}

/** The patterns a platform is compared with: `arm64` finds `linux/arm64` and `linux/arm64/v8`. */
export function platformGlobs(pattern: string): string[] {
  return pattern.includes('/') ? [pattern, `${pattern}/*`] : [`*/${pattern}`, `*/${pattern}/*`];
}

function holds(term: FilterTerm, subject: FilterSubject): boolean {
  switch (term.key) {
    case 'status':
      return term.values.includes(subject.status);
    case 'is':
      return subject.sample;
    case 'public':
      return term.values.includes(subject.public ? 'yes' : 'no');
    case 'text':
      return anyMatches(
        term.values.map((value) => `*${value}*`),
        [subject.reference],
      );
    case 'base':
      return anyMatches(term.values.flatMap(nameGlobs), subject.baseName === null ? [] : [subject.baseName]);
    case 'ancestor':
      return anyMatches(term.values.flatMap(nameGlobs), subject.ancestors);
    case 'platform':
      return anyMatches(term.values.flatMap(platformGlobs), subject.platforms);
    default:
      return anyMatches(term.values, partsOf(subject.reference, term.key));
  }
}

function partsOf(name: string, part: 'registry' | 'repo' | 'tag'): string[] {
  // A bare digest would read as a tag of a repository called sha256.
  const reference = isDigest(name) ? undefined : tryParseReference(name);
  if (reference === undefined) return [];
  if (part === 'registry') return [reference.registry];
  if (part === 'repo') return [reference.repository];
  return reference.tag === undefined ? [] : [reference.tag];
}

function anyMatches(globs: readonly string[], texts: readonly string[]): boolean {
  return texts.some((text) => globs.some((glob) => matchesGlob(glob, text)));
}
