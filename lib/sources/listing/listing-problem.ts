import { RegistryError, type RegistryErrorKind, type RegistryOperation } from '#lib/registry/errors.ts';

/** Why a listing is not complete. */
export const LISTING_PROBLEM = [
  'missing-right',
  'rate-limited',
  'unreachable',
  'refused-address',
  'invalid-answer',
  'unsupported',
  'budget',
  'endless',
  'shorter-than-announced',
  /** Entries are on another host, or belong to another owner, than the source says. */
  'elsewhere',
  /** Files that are not valid: what they declare is not known. */
  'unreadable',
  /** There is more than is read: too many files, or too large ones. */
  'too-much',
  'aborted',
] as const;
type ListingProblemCode = (typeof LISTING_PROBLEM)[number];

/** A part of a source that could not be listed. */
export interface ListingProblem {
  readonly code: ListingProblemCode;
  /**
   * A sentence without a full stop. Safe to show: it never contains a credential or text of the registry, except names of
   * hosts and owners that follow their grammar.
   */
  readonly message: string;
  /** The right that is missing, in the registry's words. */
  readonly right?: string;
  /** Seconds after which the registry accepts requests again. */
  readonly retryAfter?: number;
}

/** A list has more pages than any real one, or leads back to an earlier page. */
export class EndlessListError extends Error {
  override name = 'EndlessListError';
}

/** A list ended before the number of entries that the registry announced. */
export class ShortListError extends Error {
  override name = 'ShortListError';
}

/** No more requests are left for this listing. */
export class BudgetSpentError extends Error {
  override name = 'BudgetSpentError';
}

const CODE_OF: Readonly<Record<RegistryErrorKind, ListingProblemCode>> = {
  'not-found': 'missing-right',
  'not-visible': 'missing-right',
  'rate-limited': 'rate-limited',
  unreachable: 'unreachable',
  timeout: 'unreachable',
  aborted: 'aborted',
  'forbidden-address': 'refused-address',
  'invalid-response': 'invalid-answer',
  conflict: 'unsupported',
  unsupported: 'unsupported',
};

/** What a source could not do, for a sentence that names its object. A source only reads. */
const TRIED: Readonly<Partial<Record<RegistryOperation, string>>> = {
  'list-repositories': 'list the repositories of',
  'list-tags': 'list the tags of',
  'list-files': 'list the files of',
  authenticate: 'get a token for',
};

/** What the failure of a list means. Rethrows errors that are not a registry's: those are bugs. */
export function problemOf(thrown: unknown, right: string): ListingProblem {
  if (thrown instanceof BudgetSpentError) return { code: 'budget', message: thrown.message };
  if (thrown instanceof EndlessListError) return { code: 'endless', message: thrown.message };
  if (thrown instanceof ShortListError) return { code: 'shorter-than-announced', message: thrown.message };
  if (!(thrown instanceof RegistryError)) throw thrown;
  const code = thrown.code === 'ENDLESS_PAGES' ? 'endless' : CODE_OF[thrown.kind];
  const missing = code === 'missing-right' ? `; it needs the right: ${right}` : '';
  return {
    code,
    message: `could not ${TRIED[thrown.operation] ?? 'read'} ${thrown.reference}: ${thrown.problem}${missing}`,
    ...(code === 'missing-right' ? { right } : {}),
    ...(thrown.retryAfter === undefined ? {} : { retryAfter: thrown.retryAfter }),
  };
}

const ONE_REPOSITORY: ReadonlySet<ListingProblemCode> = new Set([
  'missing-right',
  'shorter-than-announced',
  'endless',
  'invalid-answer',
  'unreachable',
  'unsupported',
]);

/** True if other repositories of the same source may still be listed after this problem. */
export function concernsOneRepository({ code }: ListingProblem): boolean {
  return ONE_REPOSITORY.has(code);
}

/** What to say of entries that are not where the source says. */
interface Elsewhere {
  /** What is listed. */
  readonly subject: string;
  /** The host or the owner in the source. */
  readonly expected: string;
  /** For each entry, its own host or owner; `undefined` if that is not readable. */
  readonly found: readonly (string | undefined)[];
  /** The setting that would list them. */
  readonly setting?: string;
}

const MAX_NAMED = 3;

/** The problem of entries that are not where the source says; none without entries. */
export function elsewhere({ subject, expected, found, setting }: Elsewhere): ListingProblem[] {
  if (found.length === 0) return [];
  const one = found.length === 1;
  const names = [...new Set(found)].filter((name) => name !== undefined).slice(0, MAX_NAMED);
  const where = names.length === 0 ? '' : ` under ${names.join(' or ')},`;
  const advice =
    names[0] === undefined || setting === undefined
      ? ''
      : `; set ${setting} to ${names[0]} to list ${one ? 'it' : 'them'}`;
  const entries = one ? '1 entry is' : `${found.length} entries are`;
  return [{ code: 'elsewhere', message: `${subject}: ${entries}${where} not under ${expected}${advice}` }];
}
