import type { Digest } from '#lib/oci/digest.ts';
import type { ImageConfig } from '#lib/oci/image-config.ts';
import type { ManifestDocument } from '#lib/oci/manifest.ts';
import {
  formatAtDigest,
  formatReference,
  formatRepository,
  type Reference,
  type Repository,
} from '#lib/oci/reference.ts';
import type { Facts, Need, StatementFact, TagFact, TagListFact, Unknown } from './facts.ts';

/** Why content is missing; `pending` means that the next pass has it. */
export type Missing = { readonly state: 'pending' } | { readonly state: 'gone' } | Unknown;

/** Lookups of one pass. A chain of sixteen images with twenty platforms and five candidates each needs most of them. */
const MAX_LOOKUPS = 30_000;

/** One pass needs more than {@link MAX_LOOKUPS} lookups. No image that people build needs that many. */
export class TooManyLookupsError extends Error {
  override name = 'TooManyLookupsError';
  readonly limit = MAX_LOOKUPS;
}

/** What a lookup shares with its {@link FactLookup.knownOnly} lookups. */
interface Shared {
  lookups: number;
  readonly results: Map<string, unknown>;
}

/**
 * Looks up facts and records those that are not known yet as needs: they are `pending`. Throws
 * {@link TooManyLookupsError} beyond a limit, so that one pass cannot block the process.
 */
export class FactLookup {
  readonly facts: Facts;
  readonly #needs = new Map<string, Need>();
  readonly #shared: Shared;
  #pending = 0;

  constructor(facts: Facts, shared: Shared = { lookups: 0, results: new Map() }) {
    this.facts = facts;
    this.#shared = shared;
  }

  /** The same facts, but its needs are not fetched: only what is known already is found. */
  knownOnly(): FactLookup {
    return new FactLookup(this.facts, this.#shared);
  }

  /**
   * Returns what `compute` returns. The result is kept by key if every fact that it read was known: many platforms
   * need the same result of one index.
   */
  once<T>(key: string, compute: () => T): T {
    const { results } = this.#shared;
    if (results.has(key)) return results.get(key) as T;
    const before = this.#pending;
    const result = compute();
    if (this.#pending === before) results.set(key, result);
    return result;
  }

  /** Every fact that was not known, once each. */
  get needs(): readonly Need[] {
    return [...this.#needs.values()];
  }

  /** How many lookups found a fact that is not known yet. If it grows, the result is not final. */
  get pending(): number {
    return this.#pending;
  }

  tag(reference: Reference): TagFact | { readonly state: 'pending' } {
    this.#count();
    const fact = this.facts.tag(reference);
    return fact ?? this.#need(`tag ${formatReference(reference)}`, { kind: 'tag', reference });
  }

  manifest(
    repository: Repository,
    digest: Digest,
  ): { state: 'present'; document: ManifestDocument } | Missing {
    this.#count();
    const fact = this.facts.manifest(repository, digest);
    return (
      fact ??
      this.#need(`manifest ${formatAtDigest(repository, digest)}`, { kind: 'manifest', repository, digest })
    );
  }

  config(repository: Repository, digest: Digest): { state: 'present'; config: ImageConfig } | Missing {
    this.#count();
    const fact = this.facts.config(repository, digest);
    return (
      fact ??
      this.#need(`config ${formatAtDigest(repository, digest)}`, { kind: 'config', repository, digest })
    );
  }

  statement(repository: Repository, digest: Digest): StatementFact | { readonly state: 'pending' } {
    this.#count();
    const fact = this.facts.statement(repository, digest);
    return (
      fact ??
      this.#need(`statement ${formatAtDigest(repository, digest)}`, { kind: 'statement', repository, digest })
    );
  }

  tags(repository: Repository): TagListFact | { readonly state: 'pending' } {
    const fact = this.facts.tags(repository);
    return fact ?? this.#need(`tags ${formatRepository(repository)}`, { kind: 'tags', repository });
  }

  #count(): void {
    this.#shared.lookups += 1;
    if (this.#shared.lookups > MAX_LOOKUPS)
      throw new TooManyLookupsError(`more than ${MAX_LOOKUPS} lookups in one pass`);
  }

  #need(key: string, need: Need): { readonly state: 'pending' } {
    this.#needs.set(key, need);
    this.#pending += 1;
    return { state: 'pending' };
  }
}

/** The part of a lookup that reading one image needs: content by digest, and results computed once. */
export type ContentLookup = Pick<FactLookup, 'manifest' | 'config' | 'once'>;
