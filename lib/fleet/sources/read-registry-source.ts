import { listSource } from '#lib/sources/list-source.ts';
import { mentionsOf } from '#lib/sources/listing/mentions-of.ts';
import type { ListingStep } from '#lib/sources/listing/read-listing.ts';
import type { StoredPage } from '#lib/sources/listing/stored-listing.ts';
import type { FoundTag } from '#lib/sources/selection/found-tag.ts';
import { selectTags } from '#lib/sources/selection/select-tags.ts';
import type { RegistrySource } from '#lib/sources/source.ts';
import { lockSources, renewClaim } from '#lib/store/sources/claims.ts';
import { checkpointOf, readPages, storePage } from '#lib/store/sources/listings.ts';
import { announceScan } from '../scan/scan-images.ts';
import { trackMentions } from './apply-listing.ts';
import { leaseUntil } from './lease.ts';
import type { ListingRun, SourceReading } from './listing-run.ts';
import type { SourceContext } from './source-context.ts';
import { clientFor, credentialFor } from './source-credentials.ts';

/**
 * Lists a registry from where the listing stopped. Each page is stored with its checkpoint; when a repository is read to
 * its end, its new images are tracked at once, as long as fewer are selected than the source may have. Throws
 * `LostClaimError`, `SealedError` and `UnusableLoginError`.
 */
export async function readRegistrySource(
  context: SourceContext,
  source: RegistrySource,
  run: ListingRun,
): Promise<SourceReading> {
  const { claim, listing, budget, signal } = run;
  const { client, credential } = clientFor(
    context,
    source,
    await credentialFor(context, source, claim.source),
  );
  const checkpoint = checkpointOf(listing);
  const stored = checkpoint === undefined ? [] : await readPages(context.db, listing.id);
  const progress = createProgress(stored ?? []);
  const resume =
    checkpoint === undefined || stored === undefined
      ? undefined
      : {
          ...{
            complete: false,
            tags: [],
            total: listing.repositoriesTotal ?? undefined,
            requests: 0,
            checkpoint,
          },
          ...{ problems: checkpoint.problems, skipped: checkpoint.skipped },
          ...{ repositories: checkpoint.repositories, unwanted: checkpoint.unwanted },
        };
  let counted = 0;
  let selected = selectTags(progress.ended(), source.select, context.clock().getTime()).selected.length;
  try {
    const result = await listSource(source, {
      client: client.lists,
      ...{ credential, budget, signal, resume },
      async onStep(step, requests) {
        const page = pageOf(step);
        const whole = progress.add(page);
        const now = context.clock();
        const chosen = selectTags(whole, source.select, now.getTime()).selected;
        selected += chosen.length;
        const early = selected <= source.select.maxImages ? mentionsOf(chosen) : [];
        const { checkpoint: at, total } = step;
        const scan = await context.db.transaction(async (within) => {
          await lockSources(within);
          await renewClaim(within, claim, { until: leaseUntil(context), requests: requests - counted });
          const { added, scan } = await trackMentions(context, within, claim.source.id, early, now);
          listing.added += added;
          await storePage(within, listing.id, page, {
            ...{ checkpoint: { version: 1, ...at }, repositories: at.repositories, seen: selected },
            ...{ found: progress.found(), repositoriesTotal: total ?? null, added: listing.added },
            requests: listing.requests + requests,
          });
          return scan;
        });
        counted = requests;
        if (scan !== undefined) await announceScan(context, scan);
        await context.events.publish([{ type: 'source', id: claim.source.id, state: 'listing' }]);
      },
    });
    const all = result.complete ? progress.all() : progress.ended();
    const mentions = mentionsOf(selectTags(all, source.select, context.clock().getTime()).selected);
    return {
      ...{ complete: result.complete, mentions, problems: result.problems, checkpoint: result.checkpoint },
      ...{ requests: result.requests, counted, found: progress.found() },
    };
  } finally {
    await client.close();
  }
}

function pageOf({ tags, endsList, checkpoint }: ListingStep): StoredPage {
  return { version: 1, list: checkpoint.at, endsList, tags };
}

/** Puts pages together by list. A selection such as “the newest three” needs whole lists. */
function createProgress(pages: readonly StoredPage[]) {
  const ended: FoundTag[] = [];
  const all: FoundTag[] = [];
  const finished = new Set<string | null>();
  const names = new Set<string>();
  let open: { readonly list: string | null; readonly tags: FoundTag[] } = { list: null, tags: [] };
  const add = ({ list, tags, endsList }: StoredPage): FoundTag[] => {
    // A listing that continues reads the last page of a list again.
    const isAgain = finished.has(list);
    if (list !== open.list) open = { list, tags: [] };
    for (const tag of tags) {
      all.push(tag);
      (isAgain ? ended : open.tags).push(tag);
      names.add(`${tag.registry}/${tag.repository}:${tag.tag}`);
    }
    if (!endsList || isAgain) return [];
    finished.add(list);
    for (const tag of open.tags) ended.push(tag);
    return open.tags;
  };
  for (const page of pages) add(page);
  return {
    /** Adds a page; returns the tags of its list if that ends with it. */
    add,
    /** Tags of lists that were read to their end. */
    ended: (): readonly FoundTag[] => ended,
    all: (): readonly FoundTag[] => all,
    found: () => names.size,
  };
}
