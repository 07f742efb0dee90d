import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

type Platform = RebasePlanView['platforms'][number];

/** Whether a plan changes this platform's image. */
export function isChanged({ fromDigest, toDigest }: Platform): boolean {
  return fromDigest !== toDigest;
}

/** What happens to layers and settings: "1 layer of the old base is replaced by 2 of the new one on 4 of 11 platforms". */
export function swapWords({ platforms }: Pick<RebasePlanView, 'platforms'>): string {
  const changing = platforms.filter(isChanged);
  const where = changing.length > 0 ? platformWords(changing.length, platforms.length) : '';
  const swaps = changing.filter((each) => each.layersRemoved.length + each.layersAdded.length > 0);
  if (swaps.length === 0) return `all layers are kept, and only ${changedParts(changing)} change${where}`;
  const of = (count: (platform: Platform) => number) => {
    const counts = swaps.map(count);
    const most = Math.max(...counts);
    return { most, upTo: counts.every((each) => each === most) ? '' : 'up to ' };
  };
  const removed = of(({ layersRemoved }) => layersRemoved.length);
  const added = of(({ layersAdded }) => layersAdded.length);
  const kept = of(sharedLayers);
  const shared =
    kept.most === 0
      ? ''
      : `; ${kept.upTo}${counted(kept.most, 'layer')} of the base ${kept.most === 1 ? 'is' : 'are'} the same and ${kept.most === 1 ? 'is' : 'are'} kept`;
  return `${removed.upTo}${counted(removed.most, 'layer')} of the old base ${removed.most === 1 ? 'is' : 'are'} replaced by ${added.upTo}${added.most} of the new one${where}${shared}`;
}

function platformWords(changing: number, all: number): string {
  if (all === 1) return '';
  return changing === all ? ` on each of ${all} platforms` : ` on ${changing} of ${all} platforms`;
}

/** Layers that both bases have. */
function sharedLayers({ layersKept, baseLayersBefore, layersRemoved }: Platform): number {
  return Math.min(layersKept.length, baseLayersBefore - layersRemoved.length);
}

function changedParts(changing: readonly Platform[]): string {
  const settings = changing.some(({ config }) => config.changes.length > 0);
  const annotations = changing.some((each) => each.annotations.changes.length > 0);
  if (settings) return annotations ? 'the config and annotations' : 'settings of the config';
  return 'annotations';
}
