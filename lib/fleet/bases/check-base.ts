import { judgeImage } from '#lib/judging/judge-image.ts';
import { declaring } from '#lib/judging/operator-bases/declared-bases.ts';
import { asManifest } from '#lib/judging/sources/parse-document.ts';
import type { JudgeSources, TagCache } from '#lib/judging/sources/sources.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import { missingPlatforms, platformsOf } from '#lib/rebase/planning/old-base/pair-platforms.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { withBudget } from '#lib/registry/wrappers/budget.ts';
import type { WithDocuments, WithTagCaches } from '../capabilities.ts';
import { loadNamed } from '../differences/compare-images.ts';
import { RebaseRefusedError } from '../rebase/errors.ts';
import { loadImage, NotAnImageError } from '../rebase/planning/load-image.ts';
import { type BaseCandidate, comparePlatform, type PlatformComparison } from './compare-with-base.ts';

/** Limits for reading the documents of an image and a base. The verdict has its own limits. */
const BUDGET = { ms: 60_000, calls: 1000 };
/** The most earlier digests of the base's tag that are compared. */
const MAX_EARLIER = 6;

/** Whether an image is based on a base that somebody named, by the layers of each platform. */
export interface BaseCheck {
  readonly reference: Reference;
  readonly digest: Digest;
  readonly base: Reference;
  /** The digest that was named, or the one that the tag has now. */
  readonly baseDigest: Digest;
  readonly platforms: readonly PlatformComparison[];
  /** Platforms that an image lists and its registry does not have: they are not compared. */
  readonly missing: { readonly image: readonly string[]; readonly base: readonly string[] };
  /** The image's verdict if this base were declared for it. */
  readonly verdict: Lineage;
}

/** What checking a named base needs. */
export interface CheckBaseContext extends JudgeSources, WithTagCaches {
  readonly documents: WithDocuments['documents'];
}

/**
 * Compares the layers of an image with those of a base that somebody names, platform by platform: with the named digest,
 * or with what the tag has now and the digests that it had before, as far as their content is known. Also judges the
 * image as if that base were declared for it. Nothing is declared. Throws `ReferenceSyntaxError`, `NotComparableError`,
 * and `RegistryError` for what cannot be read.
 */
export async function checkBase(
  context: CheckBaseContext,
  names: { readonly reference: string; readonly base: string },
  signal?: AbortSignal,
): Promise<BaseCheck> {
  const reference = parseReference(names.reference);
  const base = parseReference(names.base);
  const limited = { ...context, registry: withBudget(context.registry, { ...BUDGET, signal }) };
  const [image, named] = await Promise.all([
    loadNamed(limited, names.reference),
    loadNamed(limited, names.base),
  ]);
  const tags = context.tagCaches.fresh();
  const { lineage } = await judgeImage(
    { ...context, documents: context.documents.passing(), declaredBase: declaring(context, reference, base) },
    reference,
    tags,
    { thorough: true, signal },
  );
  const now = { digest: named.digest, source: named.source, isNamed: base.digest !== undefined };
  const candidates = now.isNamed ? [now] : [now, ...(await earlierOf(limited, base, now.digest, tags))];
  return {
    reference,
    digest: image.digest,
    base,
    baseDigest: named.digest,
    platforms: platformsOf(image.source).map((leaf) => comparePlatform(leaf, candidates)),
    missing: { image: missingPlatforms(image.source), base: missingPlatforms(named.source) },
    verdict: lineage,
  };
}

/** The images that a tag had before, newest first. Only those whose documents can all be read. */
async function earlierOf(
  context: CheckBaseContext,
  base: Reference,
  now: Digest,
  tags: TagCache,
): Promise<BaseCandidate[]> {
  const tag = watchedTag(base);
  if (tag === undefined) return [];
  const { observations } = (await tags.check(tag)).history;
  const before = new Set(observations.toReversed().flatMap(({ digest }) => digest ?? []));
  before.delete(now);
  const known: BaseCandidate[] = [];
  for (const digest of [...before].slice(0, MAX_EARLIER)) {
    if ((await context.documents.get(digest, asManifest)) === undefined) continue;
    const source = await loadImage(context, base, digest).catch(undefinedIfUnreadable);
    if (source !== undefined) known.push({ digest, source, isNamed: false });
  }
  return known;
}

/** The content of an earlier digest may be gone in part, or not be an image. */
function undefinedIfUnreadable(error: unknown): undefined {
  const isExpected =
    error instanceof RegistryError || error instanceof NotAnImageError || error instanceof RebaseRefusedError;
  if (!isExpected) throw error;
}
