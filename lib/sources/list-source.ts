import type { ListPages } from '#lib/registry/operations/lists/list-page.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { ListingProblem } from './listing/listing-problem.ts';
import { type Checkpoint, type ListingStep, readListing } from './listing/read-listing.ts';
import { withRequestBudget } from './listing/request-budget.ts';
import { listerFor } from './registries/lister-for.ts';
import type { SourceCredential } from './registries/source-credential.ts';
import type { FoundTag } from './selection/found-tag.ts';
import { createRepositoryFilter } from './selection/repository-filter.ts';
import type { RegistrySource } from './source.ts';

/** What a listing found so far. */
export interface SourceListing {
  /** False if a selected repository could not be read completely. Then nothing may be released. */
  readonly complete: boolean;
  readonly tags: readonly FoundTag[];
  /** Entries without a valid tag: untagged manifests, invalid names. */
  readonly skipped: number;
  readonly repositories: number;
  /** Repositories that the selection leaves out: their tags were not requested. */
  readonly unwanted: number;
  /** How many repositories there are, where the registry says so. */
  readonly total: number | undefined;
  readonly problems: readonly ListingProblem[];
  /** Where to continue; `undefined` if the listing reached its end. */
  readonly checkpoint: Checkpoint | undefined;
  /** Requests of this run. */
  readonly requests: number;
}

/** What a listing needs from outside. */
export interface ListSourceDeps {
  /** The registry client, with its address guard, rate limits and connections. */
  readonly client: ListPages & Pick<RegistryReader, 'listTags'>;
  /** For kinds that are not listed with the login of the registry. */
  readonly credential: SourceCredential | undefined;
  /** Requests that this run may make. */
  readonly budget: number;
  readonly signal?: AbortSignal;
  /** A listing that stopped before its end. */
  readonly resume?: SourceListing | undefined;
  /**
   * Called after each page, to store the checkpoint with what was found; `requests` is the number so far in this run. If it
   * rejects, the listing stops and rejects too.
   */
  readonly onStep?: (step: ListingStep, requests: number) => void | Promise<void>;
}

/** The most tags of one listing. With more it stops, and is incomplete. */
const MAX_TAGS = 500_000;

/**
 * Lists a source to its end, its budget, or a problem that concerns more than one repository. Never rejects for what a
 * registry does.
 */
export async function listSource(source: RegistrySource, deps: ListSourceDeps): Promise<SourceListing> {
  const { resume, credential, signal } = deps;
  const budget = withRequestBudget(deps.client, deps.budget);
  const options = signal ? { signal } : {};
  const lister = listerFor(source, {
    pages: { ...budget, readListPage: (request) => budget.readListPage(request, options) },
    credential,
    async listTags(repository) {
      budget.spend();
      return deps.client.listTags(repository, options);
    },
  });
  const keeps = createRepositoryFilter(source.select.repositories);
  const steps = readListing(lister, {
    wants: (repository) => keeps(repository) === undefined,
    resume: resume?.checkpoint,
  });
  const tags: FoundTag[] = [...(resume?.tags ?? [])];
  let last: ListingStep | undefined;
  for (;;) {
    const { done, value } = await steps.next();
    if (done) {
      return {
        complete: value.problems.length === 0 && value.checkpoint === undefined,
        ...{ tags, problems: value.problems, checkpoint: value.checkpoint },
        ...{ repositories: value.repositories, unwanted: value.unwanted, skipped: value.skipped },
        total: last?.total ?? resume?.total,
        requests: budget.used(),
      };
    }
    for (const tag of value.tags) tags.push(tag);
    last = value;
    await deps.onStep?.(value, budget.used());
    if (tags.length > MAX_TAGS) {
      const message = `the listing was stopped after ${MAX_TAGS} tags; narrow its repositories`;
      return {
        complete: false,
        ...{ tags, total: value.total, skipped: value.checkpoint.skipped },
        ...{ repositories: value.checkpoint.repositories, unwanted: value.checkpoint.unwanted },
        problems: [...value.checkpoint.problems, { code: 'endless', message }],
        ...{ checkpoint: undefined, requests: budget.used() },
      };
    }
  }
}
