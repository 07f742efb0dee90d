import pMap from 'p-map';
import type {
  ConfigFact,
  Facts,
  KnownImage,
  ManifestFact,
  Need,
  StatementFact,
  TagListFact,
  Unknown,
} from '#lib/lineage/facts/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import { isManifest } from '#lib/oci/manifest.ts';
import {
  atDigest,
  formatAtDigest,
  formatReference,
  formatRepository,
  type Reference,
  type Repository,
} from '#lib/oci/reference.ts';
import type { JudgementBudget } from '../budget.ts';
import { declaredAnswer, declaredInput } from '../operator-bases/declared-bases.ts';
import { factOfFailure } from '../sources/failure-as-fact.ts';
import { asConfig, asManifest, asStatement } from '../sources/parse-document.ts';
import type {
  DocumentAddress,
  FetchedDocument,
  JudgeSources,
  ParsedDocument,
  TagCache,
  TagCheck,
} from '../sources/sources.ts';
import { type ContentFacts, lacksListed } from './content-facts.ts';
import { answerInput, layersInput } from './layers-input.ts';
import { TagPasts } from './tag-pasts.ts';

/**
 * What a judgement depends on: tags, fully qualified, with the digest each resolved to (null: it was gone), images with the
 * base declared for each (null: none), and layers with a digest over the known images that match their first ones (null:
 * none).
 */
export type JudgementInputs = Readonly<Record<string, string | null>>;

/** Layers that were compared with known images, and the answer. */
export interface LayersQuestion {
  readonly diffIds: readonly Digest[];
  /** As `answerInput` writes it; null for none. */
  readonly answer: string | null;
}

/** Facts fetched at the same time; the registry client has its own limit for each host. */
const CONCURRENCY = 32;

interface BaseQuestion {
  readonly diffIds: readonly Digest[];
  /** `undefined` until known images are read. */
  readonly answer: readonly KnownImage[] | undefined;
}

/** Facts for judging one image: what was fetched for it so far, and how to fetch what is needed next. */
export class StoredFacts implements Facts {
  readonly #sources: JudgeSources;
  readonly #tagCache: TagCache;
  readonly #budget: JudgementBudget;
  readonly #trustAbsences: boolean;
  readonly #tags = new Map<string, TagCheck>();
  readonly #content: ContentFacts = { manifests: new Map(), configs: new Map() };
  readonly #statements = new Map<string, StatementFact>();
  readonly #tagLists = new Map<string, TagListFact>();
  readonly #declared = new Map<string, Reference | undefined>();
  readonly #baseQuestions = new Map<string, BaseQuestion>();
  readonly #pasts: TagPasts;
  readonly #failures: unknown[] = [];
  #incomplete = false;

  /** `trustAbsences: false` requests digests again that were absent a while ago. */
  constructor(
    sources: JudgeSources,
    tagCache: TagCache,
    options: { readonly trustAbsences: boolean; readonly budget: JudgementBudget },
  ) {
    this.#sources = sources;
    this.#tagCache = tagCache;
    this.#trustAbsences = options.trustAbsences;
    this.#budget = options.budget;
    this.#pasts = new TagPasts(sources.documents, this.#content, options.budget);
  }

  tag: Facts['tag'] = (reference) => this.#tags.get(formatReference(reference))?.fact;
  manifest: Facts['manifest'] = (repository, digest) =>
    this.#content.manifests.get(formatAtDigest(repository, digest));
  config: Facts['config'] = (repository, digest) =>
    this.#content.configs.get(formatAtDigest(repository, digest));
  statement: Facts['statement'] = (repository, digest) =>
    this.#statements.get(formatAtDigest(repository, digest));
  tags: Facts['tags'] = (repository) => this.#tagLists.get(formatRepository(repository));
  /** Records the tag: the database may know more content of its history, see {@link recallPasts}. */
  history: Facts['history'] = (reference) => {
    this.#pasts.use(reference);
    return this.#tags.get(formatReference(reference))?.history ?? { observations: [] };
  };
  /** Each image's answer is kept: all passes use the same declarations, and those are the verdict's inputs. */
  declaredBase: Facts['declaredBase'] = (reference) => {
    const name = formatReference(reference);
    if (!this.#declared.has(name)) this.#declared.set(name, this.#sources.declaredBase(reference));
    return this.#declared.get(name);
  };

  /** Known images are read between two passes: the first call returns none and records the question. */
  possibleBases: Facts['possibleBases'] = (diffIds) => {
    const key = layersInput(diffIds);
    const known = this.#baseQuestions.get(key);
    if (known === undefined) this.#baseQuestions.set(key, { diffIds, answer: undefined });
    return known?.answer ?? [];
  };

  /** The error of resolving a tag, if that failed. */
  errorOf(reference: Reference): unknown {
    return this.#tags.get(formatReference(reference))?.error;
  }

  /** The errors of everything that could not be fetched: tags first, then content in order. */
  get failures(): readonly unknown[] {
    const failed = [...this.#tags.values()].filter(({ fact }) => fact.state === 'unknown');
    return [...failed.flatMap(({ error }) => error ?? []), ...this.#failures];
  }

  /** What a tag resolved to, oldest first, and when each was first seen (ISO 8601). */
  sightings(reference: Reference): readonly { readonly digest: Digest; readonly since: string }[] {
    const check = this.#tags.get(formatReference(reference));
    if (check === undefined) return [];
    const seen = check.history.observations.flatMap(({ digest, firstSeen }) =>
      digest === null ? [] : [{ digest, since: firstSeen }],
    );
    const { fact } = check;
    if (fact.state !== 'resolved' || seen.some(({ digest }) => digest === fact.digest)) return seen;
    return [...seen, { digest: fact.digest, since: fact.observedAt }];
  }

  /** The layers that were compared with known images, with the answers as inputs of a verdict. */
  get questions(): readonly LayersQuestion[] {
    // A single layer has no base below it.
    return [...this.#baseQuestions.values()].flatMap(({ diffIds, answer }) =>
      diffIds.length > 1 ? [{ diffIds, answer: answerInput(answer ?? []) }] : [],
    );
  }

  /** Answers the questions about known images; true if there were any, so another pass is needed. */
  async answerQuestions(): Promise<boolean> {
    const open = [...this.#baseQuestions].filter(([, { answer }]) => answer === undefined);
    await Promise.all(
      open.map(async ([key, { diffIds }]) => {
        this.#baseQuestions.set(key, {
          diffIds,
          answer: await this.#sources.knownImages.possibleBases(diffIds),
        });
      }),
    );
    return open.length > 0;
  }

  /** Fetches facts at the same time; failures become facts too. Rejects with `OverBudgetError`. */
  async fetch(needs: readonly Need[]): Promise<void> {
    const fetchOne = async (need: Need) => {
      this.#budget.request();
      await this.#fetchOne(need);
    };
    await pMap(needs, fetchOne, { concurrency: CONCURRENCY });
  }

  /** The diff IDs of a platform image, if its documents are known. */
  diffIdsOf(repository: Repository, digest: Digest): readonly Digest[] | undefined {
    const manifest = this.manifest(repository, digest);
    if (manifest?.state !== 'present' || !isManifest(manifest.document)) return undefined;
    const config = this.config(repository, manifest.document.content.config.digest);
    return config?.state === 'present' ? diffIds(config.config) : undefined;
  }

  /**
   * Reads from the database, without a registry request, what is known of the tags whose history was used, each once.
   * True if it found anything.
   */
  recallPasts(): Promise<boolean> {
    return this.#pasts.recall((tag) => this.#tags.get(tag)?.history);
  }

  /**
   * What these facts depend on: tags, declared bases, and which known images the layers match. Null where anything was not
   * known, so that nothing may be inferred.
   */
  inputs(): JudgementInputs | null {
    const inputs: Record<string, string | null> = {};
    for (const [tag, { fact }] of this.#tags) {
      if (fact.state === 'unknown') return null;
      inputs[tag] = fact.state === 'resolved' ? fact.digest : null;
    }
    for (const [name, base] of this.#declared) inputs[declaredInput(name)] = declaredAnswer(base);
    for (const { diffIds, answer } of this.questions) inputs[layersInput(diffIds)] = answer;
    return this.#incomplete || lacksListed(this.#content) ? null : inputs;
  }

  async #fetchOne(need: Need): Promise<void> {
    switch (need.kind) {
      case 'tag':
        this.#tags.set(formatReference(need.reference), await this.#tagCache.check(need.reference));
        return;
      case 'tags':
        this.#tagLists.set(formatRepository(need.repository), await this.#listTags(need.repository));
        return;
      case 'manifest': {
        const fact = await this.#fetchContent(need, asManifest, async ({ repository, digest }) => {
          const document = await this.#sources.registry.getManifest(atDigest(repository, digest));
          return { digest, mediaType: document.mediaType, bytes: document.bytes };
        });
        const known: ManifestFact =
          fact.state === 'present' ? { state: 'present', document: fact.value } : fact;
        this.#content.manifests.set(formatAtDigest(need.repository, need.digest), known);
        return;
      }
      case 'config': {
        const fact = await this.#fetchContent(need, asConfig, (address) => this.#getBlob(address));
        const known: ConfigFact = fact.state === 'present' ? { state: 'present', config: fact.value } : fact;
        this.#content.configs.set(formatAtDigest(need.repository, need.digest), known);
        return;
      }
      case 'statement': {
        const fact = await this.#fetchContent(need, asStatement, (address) => this.#getBlob(address));
        const known: StatementFact = fact.state === 'present' ? { state: 'present', ...fact.value } : fact;
        this.#statements.set(formatAtDigest(need.repository, need.digest), known);
        return;
      }
      default:
        // A kind of need without a case would be requested in every pass until the judgement is given up.
        need satisfies never;
    }
  }

  /** Content by digest: known content is never requested again, absent content not for a while. */
  async #fetchContent<T extends ParsedDocument>(
    address: DocumentAddress,
    parse: (document: FetchedDocument) => T,
    get: (address: DocumentAddress) => Promise<FetchedDocument>,
  ): Promise<{ state: 'present'; value: T } | { state: 'gone' } | Unknown> {
    let value: T | undefined;
    try {
      value = await this.#sources.documents.obtain(address, {
        parse,
        fetch: () => get(address),
        retryAbsent: !this.#trustAbsences,
      });
    } catch (error) {
      this.#incomplete = true;
      const fact = factOfFailure(error);
      this.#failures.push(error);
      return fact;
    }
    if (value === undefined) return { state: 'gone' };
    this.#budget.hold(value);
    return { state: 'present', value };
  }

  async #getBlob({ repository, digest }: DocumentAddress): Promise<FetchedDocument> {
    const bytes = await this.#sources.registry.getBlob({ ...repository, digest });
    return { digest, mediaType: 'application/json', bytes };
  }

  async #listTags(repository: Repository): Promise<TagListFact> {
    try {
      return { state: 'present', tags: await this.#sources.registry.listTags(repository) };
    } catch (error) {
      return factOfFailure(error);
    }
  }
}
