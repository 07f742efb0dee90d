import { needsConfirming } from '#components/rebase/plan/plan-words.ts';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { counted, familiarName } from '#lib/lineage/words/counts-and-names.ts';

/** The most images that are planned together: each plan is a handful of requests to registries. */
export const MOST_IMAGES = 100;

/** What planning the rebase of one image led to. */
export interface PlannedImage {
  readonly image: Pick<ImageView, 'reference' | 'baseName'>;
  readonly plan: RebasePlanView | null;
  /** Why there is no plan, in a sentence; `isCurrent` if there is nothing to do. */
  readonly refusal: { readonly words: string; readonly isCurrent: boolean } | null;
}

/** Whether an image is rebased with the others, or why it is left out. */
export type Part =
  | { readonly kind: 'runs'; readonly planId: string }
  | { readonly kind: 'left-out' | 'nothing-to-do'; readonly why: string };

/** The part of each image, by reference. Nothing runs whose plan needs more than one look. */
export function partsOf(planned: readonly PlannedImage[]): ReadonlyMap<string, Part> {
  const moving = new Set(planned.flatMap(({ image, plan }) => (plan === null ? [] : [image.reference])));
  return new Map(planned.map((each) => [each.image.reference, partOf(each, moving)]));
}

function partOf({ image, plan, refusal }: PlannedImage, moving: ReadonlySet<string>): Part {
  const base = image.baseName?.split('@', 1)[0];
  if (plan === null) {
    return refusal?.isCurrent === true
      ? { kind: 'nothing-to-do', why: refusal.words }
      : { kind: 'left-out', why: refusal?.words ?? 'It was not planned.' };
  }
  if (plan.pushRefusal !== null) return { kind: 'left-out', why: plan.pushRefusal.detail };
  if (base !== undefined && base !== image.reference && moving.has(base)) {
    const name = familiarName(base);
    return {
      kind: 'left-out',
      why: `It is based on \`${name}\`, which is rebased here: rebase the dependents of \`${name}\` after that.`,
    };
  }
  if (needsConfirming(plan)) {
    return { kind: 'left-out', why: 'Its base has to be confirmed: open its plan and rebase it there.' };
  }
  return { kind: 'runs', planId: plan.planId };
}

/** What will happen, in a sentence: "9 of 12 images will be rebased. 2 are left out; their rows say why." */
export function manySentence(parts: ReadonlyMap<string, Part>): string {
  const count = (kind: Part['kind']) => [...parts.values()].filter((part) => part.kind === kind).length;
  const [runs, out, nothing] = [count('runs'), count('left-out'), count('nothing-to-do')];
  const first =
    runs === 0
      ? `None of the ${counted(parts.size, 'image')} will be rebased.`
      : `${runs} of ${counted(parts.size, 'image')} will be rebased, each on its own.`;
  const rest = [
    ...(out === 0
      ? []
      : [`${out} ${out === 1 ? 'is left out; its row says why.' : 'are left out; their rows say why.'}`]),
    ...(nothing === 0 ? [] : [`${nothing} ${nothing === 1 ? 'needs' : 'need'} nothing.`]),
  ];
  return [first, ...rest].join(' ');
}
