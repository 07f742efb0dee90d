import type { ContentsDifference } from '#lib/difference/contents.ts';
import { layersOf, pairImages } from '#lib/difference/documents/compare-images.ts';
import { compareTrees } from '#lib/difference/files/compare-trees.ts';
import { buildTree, type ImageTree } from '#lib/difference/files/image-tree.ts';
import { packageDifference, type ReadDatabase } from '#lib/difference/package-difference.ts';
import { parseApk } from '#lib/difference/packages/apk.ts';
import { parseDpkg } from '#lib/difference/packages/dpkg.ts';
import { type FoundDatabase, findDatabases } from '#lib/difference/packages/find-databases.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference, type Repository } from '#lib/oci/reference.ts';
import type { PlatformImageSource } from '#lib/rebase/rebase.ts';
import { createSlots } from '#lib/registry/transport/limits/concurrency-slots.ts';
import { deleteContents, readContents, writeContents } from '#lib/store/differences/contents.ts';
import type { WithClock, WithDatabase, WithDocuments, WithRegistry } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';
import { runSteps } from '../layers/run-steps.ts';
import { timedSource } from '../layers/timed-source.ts';
import { type ImagesToCompare, loadNamed } from './compare-images.ts';
import { ContentsReading, type ReadLayers } from './read-contents.ts';
import { readRpmDatabase } from './rpm-database.ts';

/** Two images and the platform whose contents are compared. */
export interface ContentsRequest extends ImagesToCompare {
  readonly platform: string;
  /** Another image whose repository may have layers that the two repositories no longer have. */
  readonly also?: string | undefined;
}

/** What differs in the contents of two platform images. */
export interface ComparedContents extends ContentsDifference {
  readonly platform: string;
  /** The manifests that were compared. */
  readonly from: Digest;
  readonly to: Digest;
}

/** Time for reading and comparing, in milliseconds: somebody waits, and so do proxies. */
const LIMIT_MS = 50_000;
/** Each holds the listings of two images. */
const slots = createSlots(1);

/** Stored differences are kept this long. */
const KEPT_MS = 90 * 24 * 3600 * 1000;

const TIME_UP = `at most ${LIMIT_MS / 1000} s are spent on one comparison. What was read is kept for a while: try again`;

/**
 * Compares the files and the packages of two images for one platform, read from their layers within bounds of size and
 * time. What cannot be read is said, with the reason. Complete results are stored by the pair of manifests. Throws
 * `ReferenceSyntaxError`, `NotComparableError`, {@link NotFoundError} for a platform that one of them does not have,
 * and `RegistryError` for documents that cannot be read.
 */
export async function compareContents(
  context: WithDatabase & WithClock & WithDocuments & WithRegistry,
  request: ContentsRequest,
  signal?: AbortSignal,
): Promise<ComparedContents> {
  const [one, other] = await Promise.all([loadNamed(context, request.from), loadNamed(context, request.to)]);
  const pair = pairImages(one.source, other.source).find(({ platform }) => platform === request.platform);
  const { before, after } = pair ?? {};
  if (before === undefined || after === undefined)
    throw new NotFoundError(`The two images do not both have the platform ${request.platform}.`);
  const named = {
    platform: request.platform,
    from: before.document.digest,
    to: after.document.digest,
  };
  const stored = await readContents(context.db, named.from, named.to);
  if (stored !== undefined) return { ...named, ...stored };
  const also = request.also === undefined ? [] : [parseReference(request.also)];
  const leave = await slots.take('contents', signal);
  try {
    const places = {
      before: [one.reference, other.reference, ...also],
      after: [other.reference, one.reference, ...also],
    };
    const contents = await compare(context, before, after, places, signal);
    if (isFinal(contents))
      await writeContents(context.db, { ...named, contents, comparedAt: context.clock() });
    return { ...named, ...contents };
  } finally {
    leave();
  }
}

async function compare(
  { registry }: WithRegistry,
  before: PlatformImageSource,
  after: PlatformImageSource,
  places: { readonly before: readonly Repository[]; readonly after: readonly Repository[] },
  signal: AbortSignal | undefined,
): Promise<ContentsDifference> {
  const timeUp = AbortSignal.timeout(LIMIT_MS);
  const source = timedSource(registry, timeUp, signal, () => new Error(TIME_UP));
  const reading = new ContentsReading(source, signal);
  const one = await reading.read({ layers: layersOf(before), repositories: places.before });
  const other = await reading.read({ layers: layersOf(after), repositories: places.after });
  const reasons = [
    ...one.reasons.map((reason) => `Of the image before: ${reason}`),
    ...other.reasons.map((reason) => `Of the image after: ${reason}`),
  ];
  if (reasons.length > 0) return notCompared(reasons);
  const late = () => notCompared([`The files were not compared: ${TIME_UP}.`]);
  const was = await runSteps(buildTree(one.listings), timeUp, signal);
  const is = await runSteps(buildTree(other.listings), timeUp, signal);
  if (was === undefined || is === undefined) return late();
  const files = await runSteps(compareTrees(was, is), timeUp, signal);
  if (files === undefined) return late();
  const packages = packageDifference(await databasesOf(was, one), await databasesOf(is, other));
  return { files: { state: 'compared', ...files }, packages };
}

function notCompared(reasons: readonly string[]): ContentsDifference {
  const nothing = { state: 'not-compared', reasons } as const;
  return { files: nothing, packages: nothing };
}

async function databasesOf(tree: ImageTree, { listings }: ReadLayers): Promise<ReadDatabase[]> {
  const found: ReadDatabase[] = [];
  for (const database of findDatabases(tree, listings)) found.push(await readDatabase(database));
  return found;
}

async function readDatabase({ kind, path, content }: FoundDatabase): Promise<ReadDatabase> {
  if (content.state === 'not-read') return { kind, path, packages: { problem: content.problem } };
  if (kind === 'rpm') {
    const answer = await readRpmDatabase(content.bytes);
    return { kind, path, packages: 'packages' in answer ? answer.packages : answer };
  }
  const text = new TextDecoder().decode(content.bytes);
  return { kind, path, packages: kind === 'dpkg' ? parseDpkg(text) : parseApk(text) };
}

/** True for a result that another comparison would repeat: everything was read that Baseboard can read. */
function isFinal({ files }: ContentsDifference): boolean {
  return files.state === 'compared';
}

/** Removes stored differences that are older than three months. */
export async function forgetDifferences({ db, clock }: WithDatabase & WithClock): Promise<void> {
  await deleteContents(db, new Date(clock().getTime() - KEPT_MS));
}
