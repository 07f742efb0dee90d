import type { ImageConfig } from '#lib/oci/config.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Repository } from '#lib/oci/reference.ts';
import { type LayerName, listBase, listLayers } from '#lib/rebase/hazards/base-listing.ts';
import { hazardsOf } from '#lib/rebase/hazards/hazards.ts';
import type { LayerListing } from '#lib/rebase/layer-listing/layer-listing.ts';
import type { BlobSource } from '#lib/rebase/layer-listing/list-layer.ts';
import type {
  ConfigMode,
  ImageSource,
  PlanWarning,
  PlatformPlan,
  RebasePlan,
  RebaseQuestion,
} from '#lib/rebase/rebase.ts';
import type { FleetContext } from '../context.ts';
import type { PlannedImages } from './planned-images.ts';

/** Of each layer at most so much is read, packed: a plan is waited for. What is beyond is told as unread. */
const BOUNDS = { compressedBytes: 128 * 1024 * 1024 };
/** Bases whose listings are remembered: many images stand on few. */
const MAX_BASES = 32;

const bases = new Map<string, Promise<readonly LayerListing[]>>();

/**
 * What may go wrong when the base beneath an image is swapped, read from the layers themselves: the app's in full,
 * of the bases as much as names their distribution. What cannot be read is told, never passed over.
 */
export async function findHazards(
  context: FleetContext,
  question: RebaseQuestion,
  plan: RebasePlan,
  planned: PlannedImages,
): Promise<PlanWarning[]> {
  const source: BlobSource = {
    // Layers that an earlier plan of a cascade will bring are still where it takes them from.
    openBlob: (address, options) =>
      context.registry.openBlob({ ...address, ...planned.locate(address.digest) }, options),
  };
  const found: PlanWarning[] = [];
  for (const platform of plan.platforms) {
    found.push(...(await hazardsOfPlatform(source, question, plan.configMode, platform)));
  }
  return found;
}

async function hazardsOfPlatform(
  source: BlobSource,
  question: RebaseQuestion,
  mode: ConfigMode,
  platform: PlatformPlan,
): Promise<PlanWarning[]> {
  const { reference, newBase } = question;
  const original = configOf(question.original, platform.fromDigest);
  const next = configOf(newBase.source, platform.newBaseDigest);
  if (original === undefined || next === undefined) return [];
  const old = oldConfigOf(question, platform);
  return hazardsOf({
    platform: platform.platform,
    configs: { original, oldBase: old ?? null, newBase: next, mode },
    keptLayers: await listLayers(source, reference, platform.layersKept, { bounds: BOUNDS }),
    // The image has its old base's layers itself, wherever that base went.
    oldBase: await rememberBase(source, reference, platform.layersRemoved),
    newBase: await rememberBase(source, newBase.reference, platform.layersAdded),
  });
}

/** A base's listing, remembered by its layers. */
function rememberBase(
  source: BlobSource,
  repository: Repository,
  layers: readonly LayerName[],
): Promise<readonly LayerListing[]> {
  const key = layers.map(({ digest }) => digest).join(' ');
  const known = bases.get(key);
  if (known !== undefined) return known;
  const listing = listBase(source, repository, layers, { bounds: BOUNDS });
  bases.set(key, listing);
  const forget = () => bases.delete(key);
  listing.then((listings) => {
    // What could not be had once may be had the next time.
    if (listings.some(({ outcome }) => outcome.state === 'unread')) forget();
  }, forget);
  const [oldest] = bases.keys();
  if (bases.size > MAX_BASES && oldest !== undefined) bases.delete(oldest);
  return listing;
}

function oldConfigOf({ oldBase }: RebaseQuestion, platform: PlatformPlan): ImageConfig | undefined {
  if (oldBase.state === 'gone' || platform.oldBaseDigest === null) return undefined;
  if (oldBase.state === 'remembered') return oldBase.platforms.get(platform.platform)?.config;
  return configOf(oldBase.source, platform.oldBaseDigest);
}

function configOf(source: ImageSource, digest: Digest): ImageConfig | undefined {
  if (source.kind === 'manifest') return source.document.digest === digest ? source.config : undefined;
  for (const child of source.children.values()) {
    const config = configOf(child, digest);
    if (config !== undefined) return config;
  }
  return undefined;
}
