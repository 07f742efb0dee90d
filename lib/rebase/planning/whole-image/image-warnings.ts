import { familiarReference, formatReference, watchedTag } from '#lib/oci/reference.ts';
import type { PlanWarning, RebaseQuestion } from '../../rebase.ts';
import { newBaseName } from '../documents/base-claims.ts';
import { oldDigestOf } from '../old-base/find-old-base.ts';
import type { PlatformLeaf } from '../old-base/pair-platforms.ts';
import type { OldBasePlatform } from '../old-base/verify-base-layers.ts';
import type { OldIdentifiers } from '../platform/platform-question.ts';

/** Warns of what is not known about one platform's old base, and of what an operator stated instead. */
export function oldBaseWarnings(
  question: RebaseQuestion,
  { platform }: PlatformLeaf,
  oldBase: OldBasePlatform | null,
  overridden: boolean,
): PlanWarning[] {
  const warnings: PlanWarning[] = [];
  if (overridden) {
    const detail = `An operator stated that ${question.baseLayersOverride} layers are the base’s. No layer was compared.`;
    warnings.push({ kind: 'layer-count-override', platform, detail });
  }
  if (oldBase?.config === undefined && question.configMode === 'merge') {
    const detail =
      'The old base’s config is not known, so its settings cannot be told apart from the image’s. All settings stay.';
    warnings.push({ kind: 'config-drift', platform, detail });
  }
  return warnings;
}

/** Warns if the new base has another repository or tag than the old one. */
export function otherBaseWarning(question: RebaseQuestion): PlanWarning[] {
  const old = question.oldBaseName && watchedTag(question.oldBaseName);
  const name = newBaseName(question);
  if (old == null || formatReference(old) === name) return [];
  const detail = `The base changes from \`${formatReference(old)}\` to \`${name}\`. What the app was built for may be missing.`;
  return [{ kind: 'other-base', platform: null, detail }];
}

/** Warns if a base is named by tag and digest and its tag has another digest: the image is stale at once. */
export function tagElsewhereWarning({ newBase }: RebaseQuestion): PlanWarning[] {
  const { reference, source, tagDigest } = newBase;
  const tag = watchedTag(reference);
  if (tag === undefined || tagDigest === undefined || tagDigest === source.document.digest) return [];
  const name = formatReference(tag);
  const detail =
    tagDigest === null
      ? `The digest that you named is used. The tag \`${name}\` does not exist, so later versions of this base will not be found.`
      : `The digest that you named is used. \`${name}\` resolves to ${tagDigest} now, so the rebased image will be stale.`;
  return [{ kind: 'base-tag-elsewhere', platform: null, detail }];
}

/** Digests and names of the old image and the old base. */
export function oldIdentifiersOf(question: RebaseQuestion): OldIdentifiers {
  const { original, newBase, oldBase, oldBaseName } = question;
  const old = oldBaseName && watchedTag(oldBaseName);
  const moved = old != null && formatReference(old) !== newBaseName(question);
  const digests = [original.document.digest, oldDigestOf(oldBase)].filter(
    (digest) => digest !== null && digest !== newBase.source.document.digest,
  );
  return {
    digests: new Set(digests as string[]),
    names: new Set(moved ? [formatReference(old), familiarReference(old)] : []),
  };
}
