import { judgeImage } from '#lib/judging/judge-image.ts';
import type { BaseVerdict, Lineage, LineageLink } from '#lib/lineage/lineage.ts';
import { diffIds } from '#lib/oci/config.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
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
import type { FleetContext } from '../context.ts';
import { loadImage } from './load-image.ts';
import { NOTHING_PLANNED, type PlannedImages } from './planned-images.ts';
import { refuse } from './refused.ts';

/** What a person asks for; names as they write them. */
export interface RebaseRequest {
  readonly reference: string;
  readonly newBase?: string | undefined;
  readonly target?: string | undefined;
  readonly configMode?: ConfigMode | undefined;
  readonly baseLayers?: number | undefined;
}

/** The question that a plan answers, and what could not be read on the way. */
export interface Gathered {
  readonly question: RebaseQuestion;
  readonly warnings: readonly PlanWarning[];
}

/** Children of an index whose referrers are listed at most: each costs a request. */
const MAX_REFERRER_SUBJECTS = 12;

/**
 * Fetches everything that a plan reads and writes nothing. Throws `RebaseRefusedError` where the verdict leaves
 * nothing to rebase, `ReferenceSyntaxError`, and `RegistryError` for what cannot be had.
 */
export async function gather(
  context: FleetContext,
  request: RebaseRequest,
  planned: PlannedImages = NOTHING_PLANNED,
  signal?: AbortSignal,
): Promise<Gathered> {
  const reference = taggedReference(request.reference, 'reference');
  const target = request.target === undefined ? reference : taggedReference(request.target, 'target');
  const { lineage, base } = await judge(context, reference, signal);
  const digest = lineage.digest;
  const oldBaseName = base.name === null ? null : parseReference(base.name);
  const newBaseName =
    request.newBase === undefined ? followedTag(lineage, oldBaseName) : parseReference(request.newBase);

  const [original, oldBase, newBase, now] = await Promise.all([
    loadImage(context, reference, digest),
    loadOldBase(context, base, oldBaseName, lineage.links[1]),
    loadNewBase(context, newBaseName, planned),
    resolveTarget(context, target),
  ]);
  const { referrers, warnings } = await listReferrers(context, reference, original);
  const question: RebaseQuestion = {
    reference,
    original,
    oldBase,
    oldBaseName,
    newBase: { reference: newBaseName, source: newBase },
    target,
    targetDigest: now?.digest ?? null,
    ...(now?.etag === undefined ? {} : { targetEtag: now.etag }),
    configMode: request.configMode ?? 'merge',
    ...(request.baseLayers === undefined ? {} : { baseLayersOverride: request.baseLayers }),
    referrers,
  };
  return { question, warnings };
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
    const detail =
      lineage.end === 'root'
        ? `${name} stands on nothing: there is no base to swap.`
        : `Nothing tells what ${name} stands on: no annotation, label or provenance, and its layers begin like no known image. Rebuild it with a builder that writes base annotations, or track its base so that its layers can be recognised.`;
    return refuse('no-base', detail, ['rebuild', 'annotate']);
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
    remembered.set(platform, { digest, diffIds: diffIds(source.config), config: source.config });
  }
  const digest = base.digest ?? beneath?.digest ?? null;
  if (remembered.size === 0 || digest === null) return { state: 'gone', digest: base.digest };
  return { state: 'remembered', digest, platforms: remembered };
}

async function loadNewBase(
  context: FleetContext,
  name: Reference,
  planned: PlannedImages,
): Promise<ImageSource> {
  const known = planned.find(name);
  if (known !== undefined) return loadImage(planned.over(context), name, known);
  try {
    const { digest } = await context.registry.resolve(name);
    return await loadImage(context, name, digest);
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

/** Signatures, attestations and other documents about the image, which speak of its digest alone. */
async function listReferrers(
  context: FleetContext,
  reference: Reference,
  original: ImageSource,
): Promise<{ referrers: readonly Descriptor[]; warnings: readonly PlanWarning[] }> {
  const subjects = digestsOf(original).slice(0, MAX_REFERRER_SUBJECTS);
  const lists = await Promise.allSettled(
    subjects.map((digest) => context.registry.listReferrers({ ...reference, digest })),
  );
  const unread = lists.find((list) => list.status === 'rejected');
  const warning = (reason: unknown): PlanWarning => ({
    kind: 'unread-referrers',
    platform: null,
    detail: `Whether signatures or other documents point to the image could not be read: ${reason instanceof RegistryError ? reason.problem : 'the registry failed'}.`,
  });
  return {
    referrers: lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : [])),
    warnings: unread === undefined ? [] : [warning(unread.reason)],
  };
}

function digestsOf(source: ImageSource): Digest[] {
  if (source.kind === 'manifest') return [source.document.digest];
  return [source.document.digest, ...[...source.children.values()].flatMap(digestsOf)];
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
