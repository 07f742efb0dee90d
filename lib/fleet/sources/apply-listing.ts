import { formatReference, parseReference, tryParseReference } from '#lib/oci/reference.ts';
import type { Mention } from '#lib/sources/mention.ts';
import { type Reconciliation, reconcile } from '#lib/sources/reconcile/reconcile.ts';
import type { SourceKind } from '#lib/sources/source-kind.ts';
import type { Database } from '#lib/store/database/database.ts';
import { insertImages } from '#lib/store/images/tracked-images.ts';
import type { ScanProgress } from '#lib/store/scans/scans.ts';
import {
  deleteMentions,
  deletePlacesBefore,
  firstMentionedSince,
  knownAmong,
  readMentioned,
  writeMentions,
  writeMissing,
} from '#lib/store/sources/mentions.ts';
import type { WithClock } from '../capabilities.ts';
import { storeScan } from '../scan/scan-images.ts';
import type { WithScanQueue } from '../scan/scan-queue.ts';
import { holdersOf, releaseUnheld } from './release-images.ts';

/** What applying a listing needs. */
export type ApplyContext = WithClock & WithScanQueue;

/** A listing, and when it began; images that it mentioned first since then are its own. */
interface AppliedListing {
  readonly complete: boolean;
  readonly mentions: readonly Mention[];
  /** `undefined` if none of its images were tracked before its end. */
  readonly startedAt: Date | undefined;
}

/** What a listing led to. */
export interface AppliedResult {
  /** Images that are new to the source. */
  readonly added: number;
  /** Names of images that are no longer tracked. */
  readonly released: readonly string[];
  readonly warnings: Reconciliation['warnings'];
  readonly scan: ScanProgress | undefined;
}

/**
 * Does what `reconcile` decides about a listing: tracks, keeps and releases images, and stores what the source mentions. To
 * be called with `lockSources`.
 */
export async function applyListing(
  context: ApplyContext,
  within: Database,
  { id, kind }: { readonly id: string; readonly kind: SourceKind },
  { complete, mentions, startedAt }: AppliedListing,
): Promise<AppliedResult> {
  const now = context.clock();
  const before = await readMentioned(within, id, startedAt);
  const named = new Set(qualified(mentions).map(({ reference }) => reference));
  const absent = before.flatMap(({ reference }) => (named.has(reference) ? [] : [reference]));
  const holders = await holdersOf(within, id, absent, now);
  const result = reconcile({ kind, before, listing: { complete, mentions }, holders, now });

  const { scan, added } = await trackMentions(context, within, id, mentions, now);
  const missing = result.keep.filter(({ why }) => why !== 'mentioned' && why !== 'incomplete');
  await writeMissing(within, id, missing);
  if (complete) await deletePlacesBefore(within, id, [...named], now);
  const released = await releaseUnheld(within, id, result.release, now);
  await deleteMentions(within, id, result.release);
  const withdrawn =
    complete && startedAt !== undefined ? await withdraw(within, id, named, startedAt, now) : [];
  return { added, released: [...released, ...withdrawn], warnings: result.warnings, scan };
}

/** What a stored listing says of its images and of what it led to. */
export function figuresOf({ released, warnings }: AppliedResult, mentions: readonly Mention[]) {
  const shrank = warnings.find((warning) => warning.kind === 'shrank');
  const unreadable = warnings.find((warning) => warning.kind === 'unreadable');
  return {
    seen: new Set(mentions.map(({ reference }) => reference)).size,
    released: released.length,
    unreadable: unreadable?.count ?? 0,
    known: shrank?.before ?? null,
    missing: shrank?.missing ?? null,
  };
}

/** Tracks images that are new to a source, and stores that it mentions them. To be called with `lockSources`. */
export async function trackMentions(
  context: ApplyContext,
  within: Database,
  sourceId: string,
  mentions: readonly Mention[],
  now: Date,
): Promise<{ readonly added: number; readonly scan: ScanProgress | undefined }> {
  const readable = qualified(mentions);
  const references = [...new Set(readable.map(({ reference }) => reference))];
  const known = await knownAmong(within, sourceId, references);
  // An image that the source knows and that is not tracked was untracked by a person: it stays so.
  const fresh = references.filter((reference) => !known.has(reference)).map(parseReference);
  await writeMentions(within, sourceId, readable, now);
  if (fresh.length === 0) return { added: 0, scan: undefined };
  const { tracked, added } = await insertImages(within, fresh, now, { byPerson: false });
  const isNew = new Set(added);
  const subjects = fresh.flatMap((reference) => {
    const image = tracked.get(formatReference(reference));
    return image && isNew.has(image.id) ? [{ id: image.id, registry: reference.registry }] : [];
  });
  const scan = subjects.length === 0 ? undefined : await storeScan(context, within, subjects);
  return { added: fresh.length, scan };
}

/** Gives up images that this listing tracked before its end, and whose tags its whole selection does not take. */
async function withdraw(
  within: Database,
  sourceId: string,
  selected: ReadonlySet<string>,
  startedAt: Date,
  now: Date,
): Promise<string[]> {
  const own = await firstMentionedSince(within, sourceId, startedAt);
  const surplus = own.filter((reference) => !selected.has(reference));
  const released = await releaseUnheld(within, sourceId, surplus, now);
  await deleteMentions(within, sourceId, surplus);
  return released;
}

/** The mentions with valid references, fully qualified. */
function qualified(mentions: readonly Mention[]): Mention[] {
  return mentions.flatMap((mention) => {
    const reference = tryParseReference(mention.reference);
    return reference === undefined ? [] : [{ ...mention, reference: formatReference(reference) }];
  });
}
