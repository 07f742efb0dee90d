import { isDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import type { FILTER_TRAITS } from '../vocabulary/filter-keys.ts';
import { STATUSES, type Status } from '../vocabulary/status.ts';
import type { Filter } from './filter.ts';
import { type Age, isOfAge } from './filter-age.ts';
import type { FilterNode } from './filter-node.ts';
import { digestPrefix, type FilterTerm } from './filter-term.ts';
import { fuzzyPattern, fuzzySubject } from './fuzzy-text.ts';
import { compileGlobs } from './glob.ts';
import { lastPart, namePatterns, ownerGlobs, platformGlobs } from './name-patterns.ts';

/** What a filter compares: an image and its bases. Names are fully qualified. */
export interface FilterSubject {
  readonly reference: string;
  readonly digest: string | null;
  readonly status: Status;
  /** Since when it is behind its base; null if it is not. */
  readonly behindSince: Date | null;
  /** Its direct base; null if it has none or the base has no name. */
  readonly baseName: string | null;
  /** Every base below it, the direct one included. */
  readonly ancestors: readonly string[];
  readonly owner: string | null;
  readonly platforms: readonly string[];
  /** Whether a snooze covers it now. */
  readonly snoozed: boolean;
  /** Of the sample fleet. */
  readonly sample: boolean;
  /** Marked public. */
  readonly public: boolean;
  /** Where sources mention it; {@link NOWHERE} if none does. */
  readonly mentioned: Mentioned;
}

/** What sources say of an image now. */
export interface Mentioned {
  /** Their names, those that keep it in its grace period too. */
  readonly sources: readonly string[];
  /** Of what runs. */
  readonly clusters: readonly string[];
  readonly namespaces: readonly string[];
  readonly running: boolean;
  /** Whether it runs where a new container could not pull it. */
  readonly cannotPull: boolean;
}

/** No source mentions it. */
export const NOWHERE: Mentioned = {
  sources: [],
  clusters: [],
  namespaces: [],
  running: false,
  cannotPull: false,
};

type Test = (subject: FilterSubject) => boolean;

const HAS_TRAIT: Readonly<Record<(typeof FILTER_TRAITS)[number], Test>> = {
  problem: ({ status }) => STATUSES[status].trouble,
  'cannot-pull': ({ mentioned }) => mentioned.cannotPull,
  snoozed: ({ snoozed }) => snoozed,
  sample: ({ sample }) => sample,
};

/**
 * A test whether a filter holds, for many images; the empty filter matches everything. `now` is the time to which
 * `behind:` counts.
 */
export function compileFilter(filter: Filter, now: Date = new Date()): Test {
  const tests = filter.map((node) => compileNode(node, now));
  return (subject) => tests.every((holds) => holds(subject));
}

function compileNode(node: FilterNode, now: Date): Test {
  if ('key' in node) return compileTerm(node, now);
  if ('all' in node) return compileFilter(node.all, now);
  if ('not' in node) {
    const holds = compileNode(node.not, now);
    return (subject) => !holds(subject);
  }
  const tests = node.any.map((each) => compileNode(each, now));
  return (subject) => tests.some((holds) => holds(subject));
}

function compileTerm(term: FilterTerm, now: Date): Test {
  switch (term.key) {
    case 'status':
      return ({ status }) => term.values.includes(status);
    case 'is':
      return (subject) => term.values.some((trait) => HAS_TRAIT[trait](subject));
    case 'public':
      return (subject) => term.values.includes(subject.public ? 'yes' : 'no');
    case 'running':
      return ({ mentioned }) => term.values.includes(mentioned.running ? 'yes' : 'no');
    case 'behind':
      return ({ behindSince }) => behindSince !== null && isBehind(term.values, now, behindSince);
    case 'digest':
      return ({ digest }) => hasDigest(digest, term.values);
    case 'text':
      return compileText(term.values, term.exact);
    case 'base':
      return named(term.values, ({ baseName }) => (baseName === null ? [] : [baseName]));
    case 'ancestor':
      return named(term.values, ({ ancestors }) => ancestors);
    case 'owner':
      return anyOf(term.values.flatMap(ownerGlobs), ({ owner }) => (owner === null ? [] : [owner]));
    case 'source':
      return anyOf(term.values, ({ mentioned }) => mentioned.sources);
    case 'cluster':
      return anyOf(term.values, ({ mentioned }) => mentioned.clusters);
    case 'namespace':
      return anyOf(term.values, ({ mentioned }) => mentioned.namespaces);
    case 'platform':
      return anyOf(term.values.flatMap(platformGlobs), ({ platforms }) => platforms);
    default: {
      const { key } = term;
      return anyOf(term.values, ({ reference }) => partsOf(reference, key));
    }
  }
}

function isBehind(ages: readonly Age[], now: Date, since: Date): boolean {
  return ages.some((age) => isOfAge(age, now.getTime() - since.getTime()));
}

function hasDigest(digest: string | null, prefixes: readonly string[]): boolean {
  if (digest === null) return false;
  const hex = digest.slice(digest.indexOf(':') + 1);
  return prefixes.some((prefix) => (prefix.includes(':') ? digest : hex).startsWith(prefix));
}

function compileText(values: readonly string[], exact: boolean): Test {
  const within = compileGlobs(values.map((value) => `*${value}*`));
  const digests = values.flatMap((value) => digestPrefix(value) ?? []);
  const fuzzy = exact ? [] : values.flatMap((value) => fuzzyPattern(value) ?? []);
  const similar = fuzzy.map((pattern) => new RegExp(pattern));
  return ({ reference, digest }) => {
    if (within(reference) || hasDigest(digest, digests)) return true;
    if (similar.length === 0) return false;
    const parsed = parsedName(reference);
    if (parsed === undefined) return false;
    const name = fuzzySubject(parsed.repository, parsed.tag);
    return similar.some((pattern) => pattern.test(name));
  };
}

function named(values: readonly string[], namesOf: (subject: FilterSubject) => readonly string[]): Test {
  const { whole, last } = namePatterns(values);
  const isWhole = compileGlobs(whole);
  const isLast = compileGlobs(last);
  return (subject) => namesOf(subject).some((name) => isWhole(name) || isLast(lastPart(name)));
}

function anyOf(globs: readonly string[], textsOf: (subject: FilterSubject) => readonly string[]): Test {
  const matches = compileGlobs(globs);
  return (subject) => textsOf(subject).some(matches);
}

function partsOf(name: string, part: 'registry' | 'repo' | 'tag'): string[] {
  const reference = parsedName(name);
  if (reference === undefined) return [];
  if (part === 'registry') return [reference.registry];
  if (part === 'repo') return [reference.repository];
  return reference.tag === undefined ? [] : [reference.tag];
}

/** A bare digest would read as a tag of a repository called sha256. */
function parsedName(name: string) {
  return isDigest(name) ? undefined : tryParseReference(name);
}
