import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { isIndex, runnableChildren } from '#lib/oci/manifest.ts';
import { parseReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import { resolvedOrNull } from '#lib/rebase/execution/read-tag.ts';
import type { AnnotateQuestion } from '#lib/rebase/planning/plan-annotate.ts';
import type { ConfigMode, PlanWarning, RebaseQuestion } from '#lib/rebase/rebase.ts';
import { undefinedIfAbsent } from '#lib/registry/errors.ts';
import type { WithDocuments, WithRegistry } from '../../capabilities.ts';
import { refuse } from '../errors.ts';
import { loadManifest } from './fetched-content.ts';
import { findAttached } from './find-attached-documents.ts';
import { type BaseFinding, confirmBase, findBase, followedTag } from './find-base.ts';
import { loadNewBase, loadOldBase } from './load-bases.ts';
import { loadImage } from './load-image.ts';
import type { GatherContext } from './plan-context.ts';
import { NOTHING_PLANNED, type PlannedImages } from './planned-images.ts';

/** A requested rebase; names as a person writes them. */
export interface RebaseRequest {
  readonly reference: string;
  readonly newBase?: string | undefined;
  readonly target?: string | undefined;
  readonly configMode?: ConfigMode | undefined;
  readonly baseLayers?: number | undefined;
  /** The base to annotate, used as if it were declared. */
  readonly base?: string | undefined;
  /** Accepts a base that only layers name; if undefined, a person has to confirm the plan. */
  readonly acceptsByLayers?: ((base: Reference) => boolean) | undefined;
}

/** The question that a plan answers, and what could not be read on the way. */
export interface Gathered {
  readonly question: RebaseQuestion;
  /** The image's fresh verdict. */
  readonly lineage: Lineage;
  readonly warnings: readonly PlanWarning[];
}

/** The question that an annotation plan answers, and what could not be read on the way. */
export interface GatheredAnnotation {
  readonly question: AnnotateQuestion;
  readonly warnings: readonly PlanWarning[];
}

/**
 * Fetches everything that a plan reads and writes nothing. Throws `RebaseRefusedError` if the verdict leaves
 * nothing to rebase, `UnconfirmedBaseError`, `ReferenceSyntaxError`, and `RegistryError` for what cannot be
 * read.
 */
export async function gather(
  context: GatherContext,
  request: RebaseRequest,
  planned: PlannedImages = NOTHING_PLANNED,
  signal?: AbortSignal,
): Promise<Gathered> {
  const asked = await ask(context, request, signal);
  const unconfirmed = confirmBase(asked.base, asked.oldBaseName, request.acceptsByLayers);
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
  return { question, lineage: asked.lineage, warnings: [...unconfirmed, ...image.warnings] };
}

/** Fetches everything that an annotation plan reads. The base's tag may be anywhere. Throws like {@link gather}. */
export async function gatherAnnotation(
  context: GatherContext,
  request: Pick<RebaseRequest, 'reference' | 'target' | 'base' | 'acceptsByLayers'>,
  signal?: AbortSignal,
): Promise<GatheredAnnotation> {
  const asked = await ask(context, request, signal);
  const tag = asked.oldBaseName === null ? undefined : watchedTag(asked.oldBaseName);
  const [image, baseTag] = await Promise.all([
    loadQuestion(context, asked),
    tag === undefined ? NO_TAG : resolveEntries(context, tag),
  ]);
  const unconfirmed = confirmBase(asked.base, asked.oldBaseName, request.acceptsByLayers);
  return { question: { ...image.question, baseTag }, warnings: [...unconfirmed, ...image.warnings] };
}

const NO_TAG: AnnotateQuestion['baseTag'] = { digest: null, entries: [] };

async function resolveEntries(
  context: WithDocuments & WithRegistry,
  tag: Reference,
): Promise<AnnotateQuestion['baseTag']> {
  const now = await resolvedOrNull(context.registry, tag);
  if (now === null) return NO_TAG;
  const document = await loadManifest(context, tag, now.digest).catch(undefinedIfAbsent);
  const entries =
    document !== undefined && isIndex(document)
      ? runnableChildren(document.content).map(({ digest }) => digest)
      : [];
  return { digest: now.digest, entries };
}

/** What both kinds of plan are made of. */
async function loadQuestion(
  context: WithDocuments & WithRegistry,
  { reference, target, lineage, base, oldBaseName }: Asked,
): Promise<{
  readonly question: Omit<RebaseQuestion, 'newBase' | 'configMode'>;
  readonly warnings: readonly PlanWarning[];
}> {
  const [original, oldBase, now] = await Promise.all([
    loadImage(context, reference, lineage.digest),
    loadOldBase(context, base, oldBaseName, lineage.links[1]),
    resolvedOrNull(context.registry, target),
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

/** An image to plan for, with the base that its fresh verdict names. */
interface Asked extends BaseFinding {
  readonly reference: Reference;
  readonly target: Reference;
  readonly oldBaseName: Reference | null;
}

async function ask(
  context: GatherContext,
  request: Pick<RebaseRequest, 'reference' | 'target' | 'base'>,
  signal: AbortSignal | undefined,
): Promise<Asked> {
  const reference = taggedReference(request.reference, 'reference');
  const target = request.target === undefined ? reference : taggedReference(request.target, 'target');
  const named = request.base === undefined ? undefined : parseReference(request.base);
  const { lineage, base } = await findBase(context, reference, signal, named);
  const oldBaseName = base.name === null ? null : parseReference(base.name);
  return { reference, target, lineage, base, oldBaseName };
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
