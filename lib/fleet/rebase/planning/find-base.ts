import { type Judgement, judgeImage } from '#lib/judging/judge-image.ts';
import { declaring } from '#lib/judging/operator-bases/declared-bases.ts';
import { knownByLayersAlone } from '#lib/lineage/chain/known-by-layers-alone.ts';
import type { BaseVerdict, Lineage } from '#lib/lineage/verdict/lineage.ts';
import { isVerified } from '#lib/lineage/verdict/status.ts';
import { claimSentence, summarise } from '#lib/lineage/words/summary-sentences.ts';
import type { Digest } from '#lib/oci/digest.ts';
import {
  formatReference,
  parseReference,
  type Reference,
  watchedName,
  watchedTag,
} from '#lib/oci/reference.ts';
import type { PlanWarning } from '#lib/rebase/rebase.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { refuse, UnconfirmedBaseError } from '../errors.ts';
import type { GatherContext } from './plan-context.ts';

/** An image's fresh verdict and the base that it names. */
export interface BaseFinding {
  readonly lineage: Lineage & { readonly digest: Digest };
  readonly base: BaseVerdict;
}

/**
 * Judges an image anew and returns the one base that its evidence names. Throws `RebaseRefusedError` if there is none or
 * several, and `RegistryError` if the image or its evidence cannot be read. `signal` aborts it. `named` counts as
 * declared for the image. It is refused if other evidence names a better base.
 */
export async function findBase(
  context: GatherContext,
  reference: Reference,
  signal: AbortSignal | undefined,
  named?: Reference,
): Promise<BaseFinding> {
  // The event of a declaration may not have arrived yet.
  await context.declaredBases.refresh();
  const sources =
    named === undefined ? context : { ...context, declaredBase: declaring(context, reference, named) };
  const judgement = await judgeImage(sources, reference, context.tagCaches.fresh(), {
    thorough: true,
    signal,
  });
  if (judgement.error !== undefined) throw judgement.error;
  const { lineage } = judgement;
  const name = formatReference(reference);
  const base = lineage.links[0]?.base ?? null;
  if (lineage.digest === null || base === null) {
    refuseUnread(name, judgement);
    return refuse('no-base', whyNoBase(name, lineage), ['rebuild', 'annotate']);
  }
  if (base.conflict) {
    const claims = base.evidence.flatMap(
      ({ kind, name, digest }) => `${kind}: ${name ?? digest ?? 'unnamed'}`,
    );
    const contradicted = base.verification === 'contradicted';
    return refuse(
      contradicted ? 'not-based-on' : 'ambiguous',
      contradicted
        ? `The layers of ${name} contradict the base that it claims, and other evidence names another base. Rebuild the image, so that they agree.`
        : `Two kinds of evidence name different bases for ${name}. Rebuild the image, so that they agree.`,
      ['rebuild'],
      { claims },
    );
  }
  if (named !== undefined) confirmNamed(name, base, named);
  return { lineage: { ...lineage, digest: lineage.digest }, base };
}

/** Refuses a base that somebody names if the layers do not prove it, or other evidence names another one. */
function confirmNamed(image: string, base: BaseVerdict, named: Reference): void {
  const text = formatReference(named);
  if (base.name !== null && watchedName(parseReference(base.name)) !== watchedName(named)) {
    const detail = `Other evidence shows that ${image} is based on ${base.name}, not on ${text}.`;
    refuse('not-based-on', detail, ['rebuild']);
  }
  if (isVerified(base.verification)) return;
  const kind = base.verification === 'contradicted' ? 'not-based-on' : 'unverifiable';
  refuse(kind, `The layers do not prove that ${image} is based on ${text}.`, ['rebuild']);
}

/**
 * What a person has to confirm about a base that only layers name. `acceptsByLayers` decides in place of a person;
 * throws {@link UnconfirmedBaseError} if it does not accept the base.
 */
export function confirmBase(
  base: BaseVerdict,
  name: Reference | null,
  acceptsByLayers: ((base: Reference) => boolean) | undefined,
): PlanWarning[] {
  const alone = knownByLayersAlone(base);
  if (name === null || alone.length === 0) return [];
  const text = formatReference(name);
  if (acceptsByLayers?.(name) === false) {
    throw new UnconfirmedBaseError(
      `Only its layers show that it is based on ${text}, so a cascade leaves it out. Rebase it alone and confirm the base, declare the base on the image's page or under bases in baseboard.yaml, or list the base's repository under push.cascadeByLayers there.`,
    );
  }
  const detail = `Only the layers show that this image is based on \`${text}\`: no annotation, label, provenance or declaration names it, and another base may have the same layers.${alsoKnownAs(base)} Confirm that it is the right base.`;
  const platforms = alone.length === base.platforms.length ? [null] : alone;
  return platforms.map((platform) => ({ kind: 'base-by-layers', platform, detail }));
}

/** The tag to follow for a base. Throws `RebaseRefusedError` for a base that is named by digest alone. */
export function followedTag(lineage: Lineage, name: Reference | null): Reference {
  const tag = name === null ? undefined : watchedTag(name);
  if (tag !== undefined) return tag;
  return refuse(
    'no-base',
    `${lineage.reference} names its base by digest alone, and a digest never moves. Name the new base yourself.`,
    ['choose-another-base', 'rebuild'],
  );
}

/** The other names that have the base's layers, as a sentence; empty if there are none. */
function alsoKnownAs({ name, evidence }: BaseVerdict): string {
  const others = evidence.flatMap((each) =>
    each.kind === 'layers' && each.name !== null && each.name !== name ? [`\`${each.name}\``] : [],
  );
  return others.length === 0 ? '' : ` The same layers also belong to ${[...new Set(others)].join(', ')}.`;
}

function whyNoBase(name: string, { end, links }: Lineage): string {
  if (end === 'root') return `${name} is a root: it has no base to replace.`;
  const todo =
    'Rebuild it with a builder that writes base annotations, or track its base so that its layers are recognised.';
  const evidence = links[0]?.evidence ?? [];
  if (evidence.length > 0) {
    return `The base of ${name} is not known. ${evidence.map(claimSentence).join(' ')} ${todo}`;
  }
  return `The base of ${name} is not known: no annotation, label or provenance names it, and its first layers match no known image. ${todo}`;
}

/** Something that may name the base could not be read: say that, not that nothing names it. */
function refuseUnread(name: string, { lineage, failures }: Judgement): void {
  if (lineage.end !== 'unresolvable') return;
  const failure = failures.find((each) => each instanceof RegistryError);
  if (failure !== undefined) throw failure;
  if ((lineage.links[0]?.evidence ?? []).length > 0) return;
  refuse('unverifiable', `The base of ${name} is not known. ${summarise(lineage)}`, ['rebuild']);
}
