import { type Judgement, judgeImage } from '#lib/judging/judge-image.ts';
import { knownByLayersAlone } from '#lib/lineage/chain/known-by-layers-alone.ts';
import type { BaseVerdict, Lineage, LineageLink } from '#lib/lineage/verdict/lineage.ts';
import { statementSentence, summarise } from '#lib/lineage/words/summary-sentences.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import { isIndex, runnableChildren } from '#lib/oci/manifest.ts';
import { formatReference, parseReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { AnnotateQuestion } from '#lib/rebase/planning/plan-annotate.ts';
import { ownAnnotations } from '#lib/rebase/planning/platform/base-annotations.ts';
import type {
  ConfigMode,
  ImageSource,
  OldBase,
  PlanWarning,
  RebaseQuestion,
  RememberedBase,
} from '#lib/rebase/rebase.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { ResolvedManifest } from '#lib/registry/registry.ts';
import type { FleetContext } from '../../context.ts';
import { refuse, UnconfirmedBaseError } from '../errors.ts';
import { digestsOf, findAttached } from './find-attached-documents.ts';
import { loadImage, loadManifest } from './load-image.ts';
import { NOTHING_PLANNED, type PlannedImages } from './planned-images.ts';

/** What a person asks for; names as they write them. */
export interface RebaseRequest {
  readonly reference: string;
  readonly newBase?: string | undefined;
  readonly target?: string | undefined;
  readonly configMode?: ConfigMode | undefined;
  readonly baseLayers?: number | undefined;
  /** Accepts a base that only layers name; if undefined, a person has to confirm the plan. */
  readonly acceptsByLayers?: ((base: Reference) => boolean) | undefined;
}

/** The question that a plan answers, and what could not be read on the way. */
export interface Gathered {
  readonly question: RebaseQuestion;
  readonly warnings: readonly PlanWarning[];
}

/** The question that an annotation plan answers, and what could not be read on the way. */
export interface GatheredAnnotation {
  readonly question: AnnotateQuestion;
  readonly warnings: readonly PlanWarning[];
}

/**
 * Fetches everything that a plan reads and writes nothing. Throws `RebaseRefusedError` where the verdict leaves
 * nothing to rebase, {@link UnconfirmedBaseError}, `ReferenceSyntaxError`, and `RegistryError` for what cannot be
 * read.
 */
export async function gather(
  context: FleetContext,
  request: RebaseRequest,
  planned: PlannedImages = NOTHING_PLANNED,
  signal?: AbortSignal,
): Promise<Gathered> {
  const asked = await ask(context, request, signal);
  const unconfirmed = confirmBase(asked.base, asked.oldBaseName, request);
  const newBaseName =
    request.newBase === undefined
      ? followedTag(asked.lineage, asked.oldBaseName)
      : parseReference(request.newBase);
  const [image, newBase] = await Promise.all([
    loadQuestion(context, asked),
    loadNewBase(context, newBaseName, planned),
  ]);
  const question: RebaseQuestion = {
    ...image.question,
    newBase: { reference: newBaseName, ...newBase },
    configMode: request.configMode ?? 'merge',
    ...(request.baseLayers === undefined ? {} : { baseLayersOverride: request.baseLayers }),
  };
  return { question, warnings: [...unconfirmed, ...image.warnings] };
}

/** Fetches everything that an annotation plan reads. The base's tag may be anywhere. Throws like {@link gather}. */
export async function gatherAnnotation(
  context: FleetContext,
  request: Pick<RebaseRequest, 'reference' | 'target' | 'acceptsByLayers'>,
  signal?: AbortSignal,
): Promise<GatheredAnnotation> {
  const asked = await ask(context, request, signal);
  const tag = asked.oldBaseName === null ? undefined : watchedTag(asked.oldBaseName);
  const [image, baseTag] = await Promise.all([
    loadQuestion(context, asked),
    tag === undefined ? NO_TAG : resolveEntries(context, tag),
  ]);
  const unconfirmed = confirmBase(asked.base, asked.oldBaseName, request);
  return { question: { ...image.question, baseTag }, warnings: [...unconfirmed, ...image.warnings] };
}

const NO_TAG: AnnotateQuestion['baseTag'] = { digest: null, entries: [] };

async function resolveEntries(context: FleetContext, tag: Reference): Promise<AnnotateQuestion['baseTag']> {
  const now = await context.registry.resolve(tag).catch(notThere);
  if (now === undefined) return NO_TAG;
  const document = await loadManifest(context, tag, now.digest).catch(notThere);
  const entries =
    document !== undefined && isIndex(document)
      ? runnableChildren(document.content).map(({ digest }) => digest)
      : [];
  return { digest: now.digest, entries };
}

/** What both kinds of plan are made of. */
async function loadQuestion(
  context: FleetContext,
  { reference, target, lineage, base, oldBaseName }: Asked,
): Promise<{
  readonly question: Omit<RebaseQuestion, 'newBase' | 'configMode'>;
  readonly warnings: readonly PlanWarning[];
}> {
  const [original, oldBase, now] = await Promise.all([
    loadImage(context, reference, lineage.digest),
    loadOldBase(context, base, oldBaseName, lineage.links[1]),
    resolveTarget(context, target),
  ]);
  const { referrers, attachments, warnings } = await findAttached(context, reference, original);
  const question = {
    reference,
    original,
    oldBase,
    oldBaseName,
    target,
    targetDigest: now?.digest ?? null,
    ...(now?.etag === undefined ? {} : { targetEtag: now.etag }),
    referrers,
    attachments,
  };
  return { question, warnings };
}

/**
 * What a person has to confirm about a base that only layers name. Throws {@link UnconfirmedBaseError} if nobody can
 * confirm it and the request does not accept it.
 */
function confirmBase(
  base: BaseVerdict,
  name: Reference | null,
  { acceptsByLayers }: Pick<RebaseRequest, 'acceptsByLayers'>,
): PlanWarning[] {
  const alone = knownByLayersAlone(base);
  if (name === null || alone.length === 0) return [];
  const text = formatReference(name);
  if (acceptsByLayers?.(name) === false) {
    throw new UnconfirmedBaseError(
      `Only its layers show that it is based on ${text}, so a cascade leaves it out. Rebase it alone and confirm the base, declare its base under bases in baseboard.yaml, or list the base's repository under push.cascadeByLayers there.`,
    );
  }
  const detail = `Only the layers show that this image is based on \`${text}\`: no annotation, label, provenance or declaration names it, and another base may have the same layers.${alsoKnownAs(base)} Confirm that it is the right base.`;
  const platforms = alone.length === base.platforms.length ? [null] : alone;
  return platforms.map((platform) => ({ kind: 'base-by-layers', platform, detail }));
}

/** An image to plan for, with the base that its fresh verdict names. */
interface Asked {
  readonly reference: Reference;
  readonly target: Reference;
  readonly lineage: Lineage & { readonly digest: Digest };
  readonly base: BaseVerdict;
  readonly oldBaseName: Reference | null;
}

async function ask(
  context: FleetContext,
  request: Pick<RebaseRequest, 'reference' | 'target'>,
  signal: AbortSignal | undefined,
): Promise<Asked> {
  const reference = taggedReference(request.reference, 'reference');
  const target = request.target === undefined ? reference : taggedReference(request.target, 'target');
  const { lineage, base } = await judge(context, reference, signal);
  const oldBaseName = base.name === null ? null : parseReference(base.name);
  return { reference, target, lineage, base, oldBaseName };
}

/** The image's fresh verdict, where it names one base that may be followed. */
async function judge(context: FleetContext, reference: Reference, signal: AbortSignal | undefined) {
  const judgement = await judgeImage(context, reference, context.tagBoards.fresh(), {
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
        ? `The layers of ${name} contradict what it claims to stand on, and other evidence names another base. Rebuild it, so that they agree.`
        : `Two kinds of evidence disagree on what ${name} stands on. Rebuild it, so that they agree.`,
      ['rebuild'],
      { claims },
    );
  }
  return { lineage: { ...lineage, digest: lineage.digest }, base };
}

/** The other names that have the base's layers, as a sentence; empty where there are none. */
function alsoKnownAs({ name, evidence }: BaseVerdict): string {
  const others = evidence.flatMap((each) =>
    each.kind === 'layers' && each.name !== null && each.name !== name ? [`\`${each.name}\``] : [],
  );
  return others.length === 0 ? '' : ` The same layers also belong to ${[...new Set(others)].join(', ')}.`;
}

function whyNoBase(name: string, { end, links }: Lineage): string {
  if (end === 'root') return `${name} stands on nothing: there is no base to swap.`;
  const todo =
    'Rebuild it with a builder that writes base annotations, or track its base so that its layers can be recognised.';
  const evidence = links[0]?.evidence ?? [];
  if (evidence.length > 0) {
    return `The base of ${name} is not known. ${evidence.map(statementSentence).join(' ')} ${todo}`;
  }
  return `Nothing tells what ${name} stands on: no annotation, label or provenance, and its first layers match no known image. ${todo}`;
}

/** Something that may name the base could not be read: say that, not that nothing names it. */
function refuseUnread(name: string, { lineage, failures }: Judgement): void {
  if (lineage.end !== 'unresolvable') return;
  const failure = failures.find((each) => each instanceof RegistryError);
  if (failure !== undefined) throw failure;
  if ((lineage.links[0]?.evidence ?? []).length > 0) return;
  refuse('unverifiable', `The base of ${name} is not known. ${summarise(lineage)}`, ['rebuild']);
}

/** What the base's name is followed to: its tag. A base named by digest alone leads nowhere. */
function followedTag(lineage: Lineage, name: Reference | null): Reference {
  const tag = name === null ? undefined : watchedTag(name);
  if (tag !== undefined) return tag;
  return refuse(
    'no-base',
    `${lineage.reference} names its base by digest alone, which never moves. Name the base to stand on instead.`,
    ['choose-another-base', 'rebuild'],
  );
}

/** What the image stands on, as the verdict found it: by its digest, else by what is remembered of it. */
async function loadOldBase(
  context: FleetContext,
  base: BaseVerdict,
  name: Reference | null,
  beneath: LineageLink | undefined,
): Promise<OldBase> {
  const platforms = name !== null && beneath !== undefined ? beneath.platforms : [];
  if (name !== null && base.digest !== null) {
    const source = await loadImage(context, name, base.digest).catch(notThere);
    if (source !== undefined && platforms.every(({ digest }) => holds(source, digest))) {
      return { state: 'present', repository: name, source };
    }
  }
  const remembered = new Map<string, RememberedBase>();
  for (const { platform, digest } of platforms) {
    const source = name === null ? undefined : await loadImage(context, name, digest).catch(notThere);
    if (source?.kind !== 'manifest') continue;
    const annotations = ownAnnotations(source.document);
    remembered.set(platform, {
      digest,
      diffIds: diffIds(source.config),
      config: source.config,
      ...(annotations === undefined ? {} : { annotations }),
    });
  }
  const digest = base.digest ?? beneath?.digest ?? null;
  if (remembered.size === 0 || digest === null) return { state: 'gone', digest: base.digest };
  return { state: 'remembered', digest, platforms: remembered };
}

/** A digest names the content, a tag what is watched: a base named by both is taken at its digest. */
async function loadNewBase(
  context: FleetContext,
  name: Reference,
  planned: PlannedImages,
): Promise<Omit<RebaseQuestion['newBase'], 'reference'>> {
  const known = planned.find(name);
  if (known !== undefined) return { source: await loadImage(planned.over(context), name, known) };
  try {
    const { digest } = await context.registry.resolve(name);
    const source = await loadImage(context, name, digest);
    const tag = watchedTag(name);
    if (name.digest === undefined || tag === undefined) return { source };
    const now = planned.find(tag) ?? (await context.registry.resolve(tag).catch(notThere))?.digest;
    return { source, tagDigest: now ?? null };
  } catch (error) {
    if (!(error instanceof RegistryError) || error.kind !== 'not-found') throw error;
    return refuse('base-gone', `${formatReference(name)} is not there (any more). Choose another base.`, [
      'choose-another-base',
      'rebuild',
    ]);
  }
}

/** What the target's tag holds now; `undefined` where there is none. */
async function resolveTarget(
  context: FleetContext,
  target: Reference,
): Promise<ResolvedManifest | undefined> {
  return context.registry.resolve(target).catch(notThere);
}

function holds(source: ImageSource, digest: Digest): boolean {
  return digestsOf(source).includes(digest);
}

/** Absence is an answer here; any other trouble is not. */
function notThere(error: unknown): undefined {
  if (error instanceof RegistryError && error.kind === 'not-found') return undefined;
  throw error;
}

/** A reference whose tag can be moved. Throws `ReferenceSyntaxError`, and a refusal for a digest. */
function taggedReference(text: string, field: string): Reference {
  const { digest, ...reference } = parseReference(text);
  if (digest === undefined) return reference;
  return refuse(
    'ambiguous',
    `The ${field} ${text} names a digest, which cannot be moved. Name the tag that is to be moved.`,
    ['choose-another-base'],
  );
}
