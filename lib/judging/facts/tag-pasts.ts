import type { TagHistory } from '#lib/lineage/facts/facts.ts';
import { MAX_CHILDREN, MAX_NESTING } from '#lib/lineage/images/platform-image.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { isIndex, isManifest, runnableChildren } from '#lib/oci/manifest.ts';
import { formatAtDigest, formatReference, type Reference, type Repository } from '#lib/oci/reference.ts';
import type { JudgementBudget } from '../budget.ts';
import { asConfig, asManifest } from '../sources/parse-document.ts';
import type { Documents } from '../sources/sources.ts';
import type { ContentFacts } from './content-facts.ts';

/** Past digests of a tag that may prove a claim. */
const MAX_RECALLED = 6;
/** An image's index, the indexes nested in it, and the manifests of the innermost one. */
const MAX_RECALLED_LEVELS = 1 + MAX_NESTING;

/**
 * What tags resolved to before, as far as the database knows it. If a claim is not proven, digests that its base's tag had
 * before may prove it; if the base moved, they say when.
 */
export class TagPasts {
  readonly #documents: Documents;
  readonly #content: ContentFacts;
  readonly #budget: JudgementBudget;
  readonly #used = new Map<string, Reference>();
  readonly #recalled = new Set<string>();

  /** What is recalled is added to `content`, and counts towards the budget. */
  constructor(documents: Documents, content: ContentFacts, budget: JudgementBudget) {
    this.#documents = documents;
    this.#content = content;
    this.#budget = budget;
  }

  /** Records that a tag's past was used. */
  use(reference: Reference): void {
    const tag = formatReference(reference);
    if (!this.#used.has(tag)) this.#used.set(tag, reference);
  }

  /**
   * Recalls the content of each used tag's past once, without a registry request. `historyOf` gives the history of a
   * tag that was resolved. True if it found anything.
   */
  async recall(historyOf: (tag: string) => TagHistory | undefined): Promise<boolean> {
    const recalled = await Promise.all(
      [...this.#used].map(([tag, reference]) => {
        const history = historyOf(tag);
        if (history === undefined || this.#recalled.has(tag)) return false;
        this.#recalled.add(tag);
        return this.#recallPast(reference, history);
      }),
    );
    return recalled.includes(true);
  }

  /** Level by level and each digest once, because an index may list anything. */
  async #recallPast(repository: Repository, { observations }: TagHistory): Promise<boolean> {
    let waiting = [...new Set(observations.slice(-MAX_RECALLED).flatMap(({ digest }) => digest ?? []))];
    let recalled = false;
    for (let level = 0; waiting.length > 0 && level <= MAX_RECALLED_LEVELS; level += 1) {
      const found = await Promise.all(waiting.map((digest) => this.#recall(repository, digest)));
      recalled ||= found.some((children) => children !== undefined);
      waiting = [...new Set(found.flatMap((children) => children ?? []))].slice(0, MAX_CHILDREN);
    }
    return recalled;
  }

  /** Reads a document from the database; returns what it lists, or `undefined` if it was not read. */
  async #recall(repository: Repository, digest: Digest): Promise<readonly Digest[] | undefined> {
    const key = formatAtDigest(repository, digest);
    const known = this.#content.manifests.get(key);
    if (known?.state === 'present') return undefined;
    const document = await this.#documents.get(digest, asManifest);
    if (document === undefined) return undefined;
    this.#budget.hold(document);
    this.#content.manifests.set(key, { state: 'present', document });
    if (isIndex(document)) return runnableChildren(document.content).map((child) => child.digest);
    if (!isManifest(document)) return [];
    const { digest: configDigest } = document.content.config;
    const config = await this.#documents.get(configDigest, asConfig);
    if (config) {
      this.#budget.hold(config);
      this.#content.configs.set(formatAtDigest(repository, configDigest), { state: 'present', config });
    }
    return [];
  }
}
