import type { Digest } from '#lib/oci/digest.ts';
import type { ImageConfig } from '#lib/oci/image-config.ts';
import { hazardsOf } from '#lib/rebase/hazards/hazards.ts';
import type { BlobSource } from '#lib/rebase/layer-listing/list-layer.ts';
import { layersOfPlan } from '#lib/rebase/layers-of-plan.ts';
import type {
  ConfigMode,
  ImageSource,
  PlanWarning,
  PlatformPlan,
  RebasePlan,
  RebaseQuestion,
} from '#lib/rebase/rebase.ts';
import { createSlots } from '#lib/registry/transport/limits/concurrency-slots.ts';
import type { WithRegistry } from '../../capabilities.ts';
import { PlanReading, TIME_UP } from './layer-reader.ts';
import type { PlannedImages } from './planned-images.ts';

const MIB = 1024 * 1024;

/** Of the app's layers of one platform together, and of its two bases': these are in memory at a time. */
const APP_LIMITS = { entries: 300_000, namesBytes: 24 * MIB };
const BASE_LIMITS = { entries: 100_000, namesBytes: 8 * MIB };
/** Plans that read layers at a time in this process: each may hold as much as its limits allow. */
const READING_AT_ONCE = 2;
const readings = createSlots(READING_AT_ONCE);

/**
 * What may go wrong when an image's base is replaced, read from the layers themselves: the app's in full, of the bases as
 * much as names their distribution. What cannot be read, or not within the time and memory of one plan, becomes a
 * warning. Rejects with the signal's reason if that aborts.
 */
export async function findHazards(
  context: WithRegistry,
  question: RebaseQuestion,
  plan: RebasePlan,
  planned: PlannedImages,
  signal?: AbortSignal,
): Promise<PlanWarning[]> {
  const source: BlobSource = {
    // Layers that an earlier plan of the cascade will copy are still at its source.
    openBlob: (address, options) =>
      context.registry.openBlob({ ...address, ...planned.locate(address.digest) }, options),
  };
  const leave = await readings.take('plans', signal);
  try {
    const reading = new PlanReading(source, signal);
    const found: PlanWarning[] = [];
    for (const platform of plan.platforms) {
      found.push(...(await hazardsOfPlatform(reading, question, plan.configMode, platform)));
    }
    return found;
  } finally {
    leave();
  }
}

async function hazardsOfPlatform(
  reading: PlanReading,
  question: RebaseQuestion,
  mode: ConfigMode,
  platform: PlatformPlan,
): Promise<PlanWarning[]> {
  const { reference, newBase } = question;
  const original = configOf(question.original, platform.fromDigest);
  const next = configOf(newBase.source, platform.newBaseDigest);
  if (original === undefined || next === undefined) return [];
  const old = oldConfigOf(question, platform);
  const app = reading.shared(APP_LIMITS);
  const bases = reading.shared(BASE_LIMITS);
  const steps = hazardsOf({
    platform: platform.platform,
    configs: { original, oldBase: old ?? null, newBase: next, mode },
    keptLayers: await reading.app(reference, layersOfPlan(platform, 'before').own, app),
    // The image itself contains its old base's layers, even if that base is gone.
    oldBase: await reading.base(reference, layersOfPlan(platform, 'before').base, bases),
    newBase: await reading.base(newBase.reference, layersOfPlan(platform, 'after').base, bases),
  });
  const warnings = await reading.compare(steps);
  if (warnings !== undefined) return warnings;
  const detail = `What the app’s layers overwrite of the base was not checked: ${TIME_UP}.`;
  return [{ kind: 'unread-layers', platform: platform.platform, detail }];
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
