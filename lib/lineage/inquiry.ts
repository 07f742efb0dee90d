import type { ImageConfig } from '#lib/oci/config.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { ManifestDocument } from '#lib/oci/manifest.ts';
import { formatReference, formatRepository, type Reference, type Repository } from '#lib/oci/reference.ts';
import type { Facts, Need, StatementFact, TagFact, TagListFact, Unknown } from './facts.ts';

/** Why content is not there; `pending` means it was asked for just now. */
export type Missing = { readonly state: 'pending' } | { readonly state: 'gone' } | Unknown;

/** Facts looked up with a memory: what is not known yet is noted among the needs and answered as `pending`. */
export class Inquiry {
  readonly facts: Facts;
  readonly #needs = new Map<string, Need>();
  #pending = 0;

  constructor(facts: Facts) {
    this.facts = facts;
  }

  /** The same facts, with a memory of its own that nobody reads: for looks that must fetch nothing. */
  withoutAsking(): Inquiry {
    return new Inquiry(this.facts);
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
    const fact = this.facts.tag(reference);
    return fact ?? this.#need(`tag ${formatReference(reference)}`, { kind: 'tag', reference });
  }

  manifest(
    repository: Repository,
    digest: Digest,
  ): { state: 'present'; document: ManifestDocument } | Missing {
    const fact = this.facts.manifest(repository, digest);
    return fact ?? this.#need(`manifest ${at(repository, digest)}`, { kind: 'manifest', repository, digest });
  }

  config(repository: Repository, digest: Digest): { state: 'present'; config: ImageConfig } | Missing {
    const fact = this.facts.config(repository, digest);
    return fact ?? this.#need(`config ${at(repository, digest)}`, { kind: 'config', repository, digest });
  }

  statement(repository: Repository, digest: Digest): StatementFact | { readonly state: 'pending' } {
    const fact = this.facts.statement(repository, digest);
    return (
      fact ?? this.#need(`statement ${at(repository, digest)}`, { kind: 'statement', repository, digest })
    );
  }

  tags(repository: Repository): TagListFact | { readonly state: 'pending' } {
    const fact = this.facts.tags(repository);
    return fact ?? this.#need(`tags ${formatRepository(repository)}`, { kind: 'tags', repository });
  }

  #need(key: string, need: Need): { readonly state: 'pending' } {
    this.#needs.set(key, need);
    this.#pending += 1;
    return { state: 'pending' };
  }
}

function at(repository: Repository, digest: Digest): string {
  return `${formatRepository(repository)}@${digest}`;
}
