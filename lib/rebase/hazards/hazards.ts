import { type LayerListing, whyIncomplete } from '../layer-listing/layer-listing.ts';
import { LayerStack } from '../layer-listing/stack.ts';
import type { PlanWarning } from '../rebase.ts';
import { type EffectiveOsRelease, effectiveOsRelease } from './base-listing.ts';
import { changesOf } from './changes.ts';
import { architectureWarnings, type Configs, configDriftWarnings } from './config-drift.ts';
import { distributionWarnings } from './distribution.ts';
import type { Steps } from './interruptible-work.ts';
import { unknownClashes } from './merged-directories.ts';
import { overwriteWarnings } from './overwrites.ts';

/** What is known of one platform before its base is swapped. Listings are bottom first. */
export interface HazardQuestion {
  readonly platform: string;
  readonly configs: Configs;
  /** The app's layers, those that stay. */
  readonly keptLayers: readonly LayerListing[];
  /** `null` where the old base is gone. */
  readonly oldBase: readonly LayerListing[] | null;
  readonly newBase: readonly LayerListing[];
}

/**
 * What a person should know before an image gets another base: a rebase assumes that the app works with the new base as
 * it did with the old one, and these are signs that it may not. What could not be read is a warning itself. Pure, in
 * steps; worst first.
 */
export function* hazardsOf(question: HazardQuestion): Steps<PlanWarning[]> {
  const { platform, configs, keptLayers, newBase } = question;
  const changes = yield* changesOf(keptLayers);
  const base = new LayerStack(newBase);
  const to = effectiveOsRelease(newBase);
  const from = question.oldBase && effectiveOsRelease(question.oldBase);
  return [
    ...architectureWarnings(platform, configs),
    ...(from ? distributionWarnings(platform, from, to) : []),
    ...(yield* overwriteWarnings(platform, changes, base)),
    ...configDriftWarnings(platform, configs),
    ...unreadAppLayers(platform, keptLayers),
    ...unreadBase(platform, unknownClashes(changes, base), from, to),
  ];
}

/** One warning for each reason: an image may have a thousand layers. */
function unreadAppLayers(platform: string, layers: readonly LayerListing[]): PlanWarning[] {
  const unread = layers.flatMap(({ outcome }, index) => {
    const why = whyIncomplete(outcome);
    return why === null ? [] : [{ why, layer: index + 1 }];
  });
  return [...Map.groupBy(unread, ({ why }) => why)].map(([why, those]): PlanWarning => {
    const numbers = those.slice(0, MAX_NUMBERS).map(({ layer }) => layer);
    const more = those.length > MAX_NUMBERS ? ` and ${those.length - MAX_NUMBERS} more` : '';
    const detail =
      those.length === 1
        ? `Layer ${numbers[0]} of the app’s ${layers.length} was not read in full: ${why}. It is not known whether it overwrites the base.`
        : `Layers ${numbers.join(', ')}${more} of the app’s ${layers.length} were not read in full: ${why}. It is not known whether they overwrite the base.`;
    return { kind: 'unread-layers', platform, detail };
  });
}

/** Layers that one warning names. */
const MAX_NUMBERS = 20;

function unreadBase(
  platform: string,
  unknown: readonly string[],
  from: EffectiveOsRelease | null,
  to: EffectiveOsRelease,
): PlanWarning[] {
  const warnings: PlanWarning[] = [];
  const warn = (detail: string, paths?: readonly string[]) =>
    warnings.push({ kind: 'unread-layers', platform, detail, ...(paths ? { paths } : {}) });
  if (from === null)
    warn('The old base is gone, so it is not known whether the distribution or its version changes.');
  for (const [name, named] of [['old', from] as const, ['new', to] as const]) {
    if (named?.state !== 'unknown') continue;
    const problem = `The distribution of the ${name} base is not known: ${named.problem}.`;
    warn(`${problem} It may change with the new base.`);
  }
  if (unknown.length > 0) {
    warn('It is not known whether these directories of the app hide links of the new base.', unknown);
  }
  return warnings;
}
