import { judgeImage } from '#lib/judging/judge-image.ts';
import { declaring } from '#lib/judging/operator-bases/declared-bases.ts';
import { asManifest } from '#lib/judging/sources/parse-document.ts';
import type { JudgeSources, TagCache } from '#lib/judging/sources/sources.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import { missingPlatforms } from '#lib/rebase/planning/old-base/pair-platforms.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { withBudget } from '#lib/registry/wrappers/budget.ts';
import type { WithDocuments, WithTagCaches } from '../capabilities.ts';
import { loadNamed } from '../differences/compare-images.ts';
import { RebaseRefusedError } from '../rebase/errors.ts';
import { loadImage, NotAnImageError } from '../rebase/planning/load-image.ts';
import { type BaseCandidate, comparePlatforms, type PlatformComparison } from './compare-with-base.ts';

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
  /** Platforms that were not compared, because the image has too many. */
  readonly left: readonly string[];
  /** Platforms that an image lists and its registry does not have: they are not compared. */
  readonly missing: { readonly image: readonly string[]; readonly base: readonly string[] };
  /** Digests that the base's tag had before and that could not be compared, and why the first of them; null if there are none. */
  readonly unread: UnreadDigests | null;
  /** The image's verdict if this base were declared for it. */
  readonly verdict: Lineage;
}

interface UnreadDigests {
  readonly count: number;
  /** The second half of a sentence. */
  readonly problem: string;
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
  const none = { known: [], unread: null };
  const earlier = now.isNamed ? none : await earlierOf(limited, base, now.digest, tags);
  signal?.throwIfAborted();
  const { platforms, left } = comparePlatforms(image.source, [now, ...earlier.known]);
  return {
    reference,
    digest: image.digest,
    base,
    baseDigest: named.digest,
    platforms,
    left,
    missing: { image: missingPlatforms(image.source), base: missingPlatforms(named.source) },
    unread: earlier.unread,
    verdict: lineage,
  };
}

/** The images that a tag had before, newest first: those whose documents can all be read, and what could not be read. */
async function earlierOf(
  context: CheckBaseContext,
  base: Reference,
  now: Digest,
  tags: TagCache,
): Promise<{ readonly known: readonly BaseCandidate[]; readonly unread: UnreadDigests | null }> {
  const tag = watchedTag(base);
  if (tag === undefined) return { known: [], unread: null };
  const { observations } = (await tags.check(tag)).history;
  const before = new Set(observations.toReversed().flatMap(({ digest }) => digest ?? []));
  before.delete(now);
  const known: BaseCandidate[] = [];
  const problems: string[] = [];
  for (const digest of [...before].slice(0, MAX_EARLIER)) {
    if ((await context.documents.get(digest, asManifest)) === undefined) continue;
    try {
      known.push({ digest, source: await loadImage(context, base, digest), isNamed: false });
    } catch (error) {
      if (!isAbsent(error)) problems.push(problemOf(error));
    }
  }
  const [problem] = problems;
  return { known, unread: problem === undefined ? null : { count: problems.length, problem } };
}

/** Whether the content of an earlier digest is gone, or is not an image: then nothing is based on it here. */
function isAbsent(error: unknown): boolean {
  if (error instanceof NotAnImageError) return true;
  return error instanceof RegistryError && (error.kind === 'not-found' || error.status === 404);
}

/** Why an earlier digest cannot be compared. Rethrows what is no failure to read it. */
function problemOf(error: unknown): string {
  if (error instanceof RegistryError) return `${error.host}: ${error.problem}`;
  if (error instanceof RebaseRefusedError) return error.message.replace(/\.$/, '');
  throw error;
}
