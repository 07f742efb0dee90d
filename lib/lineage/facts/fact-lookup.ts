import type { Digest } from '#lib/oci/digest.ts';
import type { ImageConfig } from '#lib/oci/image-config.ts';
import type { ManifestDocument } from '#lib/oci/manifest.ts';
import { formatReference, formatRepository, type Reference, type Repository } from '#lib/oci/reference.ts';
import type { Facts, Need, StatementFact, TagFact, TagListFact, Unknown } from './facts.ts';

/** Why content is not there; `pending` means it was asked for just now. */
export type Missing = { readonly state: 'pending' } | { readonly state: 'gone' } | Unknown;

/** Look-ups of one pass. A chain of sixteen images with twenty platforms and five candidates each takes most of it. */
const MAX_LOOKUPS = 30_000;

/** One pass would compare more than {@link MAX_LOOKUPS} things: no image that anyone built needs that. */
export class TooManyLookupsError extends Error {
  override name = 'TooManyLookupsError';
  readonly limit = MAX_LOOKUPS;
}

/** What an lookup shares with those that ask nothing. */
interface Shared {
  looks: number;
  readonly results: Map<string, unknown>;
}

/**
 * Facts looked up with a memory: what is not known yet is noted among the needs and answered as `pending`. Look-ups
 * throw {@link TooManyLookupsError} beyond a bound, so that one pass cannot block everybody else.
 */
export class FactLookup {
  readonly facts: Facts;
  readonly #needs = new Map<string, Need>();
  readonly #shared: Shared;
  #pending = 0;

  constructor(facts: Facts, shared: Shared = { looks: 0, results: new Map() }) {
    this.facts = facts;
    this.#shared = shared;
  }

  /** The same facts, with needs of its own that nobody reads: for looks that must fetch nothing. */
  knownOnly(): FactLookup {
    return new FactLookup(this.facts, this.#shared);
  }

  /**
   * What `compute` answers, computed once for each key as long as every fact that it reads is known: many platforms
   * ask the same of one index.
   */
  once<T>(key: string, compute: () => T): T {
    const { results } = this.#shared;
    if (results.has(key)) return results.get(key) as T;
    const before = this.#pending;
    const result = compute();
    if (this.#pending === before) results.set(key, result);
    return result;
  }

  /** Everything that was asked and not known, each once. */
  get needs(): readonly Need[] {
    return [...this.#needs.values()];
  }

  /** How many looks met a fact that is not known yet. It grows while a judgement is not final. */
  get pending(): number {
    return this.#pending;
  }

  tag(reference: Reference): TagFact | { readonly state: 'pending' } {
    this.#look();
    const fact = this.facts.tag(reference);
    return fact ?? this.#need(`tag ${formatReference(reference)}`, { kind: 'tag', reference });
  }

  manifest(
    repository: Repository,
    digest: Digest,
  ): { state: 'present'; document: ManifestDocument } | Missing {
    this.#look();
    const fact = this.facts.manifest(repository, digest);
    return fact ?? this.#need(`manifest ${at(repository, digest)}`, { kind: 'manifest', repository, digest });
  }

  config(repository: Repository, digest: Digest): { state: 'present'; config: ImageConfig } | Missing {
    this.#look();
    const fact = this.facts.config(repository, digest);
    return fact ?? this.#need(`config ${at(repository, digest)}`, { kind: 'config', repository, digest });
  }

  statement(repository: Repository, digest: Digest): StatementFact | { readonly state: 'pending' } {
    this.#look();
    const fact = this.facts.statement(repository, digest);
    return (
      fact ?? this.#need(`statement ${at(repository, digest)}`, { kind: 'statement', repository, digest })
    );
  }

  tags(repository: Repository): TagListFact | { readonly state: 'pending' } {
    const fact = this.facts.tags(repository);
    return fact ?? this.#need(`tags ${formatRepository(repository)}`, { kind: 'tags', repository });
  }

  #look(): void {
    this.#shared.looks += 1;
    if (this.#shared.looks > MAX_LOOKUPS)
      throw new TooManyLookupsError(`more than ${MAX_LOOKUPS} look-ups in one pass`);
  }

  #need(key: string, need: Need): { readonly state: 'pending' } {
    this.#needs.set(key, need);
    this.#pending += 1;
    return { state: 'pending' };
  }
}

/** The part of an lookup that reading one image takes: content by digest, and results computed once. */
export type ContentLookup = Pick<FactLookup, 'manifest' | 'config' | 'once'>;

/** A digest in a repository, as a key. */
export function at(repository: Repository, digest: Digest): string {
  return `${formatRepository(repository)}@${digest}`;
}
