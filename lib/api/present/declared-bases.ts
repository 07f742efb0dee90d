import type { BaseCheck } from '#lib/fleet/bases/check-base.ts';
import type { LayerPair, PlatformComparison } from '#lib/fleet/bases/compare-with-base.ts';
import type { NewDeclaration } from '#lib/fleet/bases/declare-base.ts';
import { worstVerification } from '#lib/lineage/vocabulary/verification.ts';
import { describeLineage } from '#lib/lineage/words/described-lineage.ts';
import { reasonSentence } from '#lib/lineage/words/reason-words.ts';
import { formatReference } from '#lib/oci/reference.ts';
import type { StoredDeclaredBase } from '#lib/store/images/declared-bases.ts';
import type { BaseCheckView, DeclaredBaseView, NewDeclarationView } from '../contract/declared-bases.ts';
import { mutable } from './mutable.ts';

/** A base that a person declared, in the contract's format. */
export function presentDeclaredBase(declared: StoredDeclaredBase): DeclaredBaseView {
  const { id, image, base, reason, createdAt, createdBy } = declared;
  return { id, source: 'person', image, base, reason, createdAt: createdAt.toISOString(), createdBy };
}

/** A new declaration with the one that it replaced, in the contract's format. */
export function presentNewDeclaration({ declared, replaced }: NewDeclaration): NewDeclarationView {
  return {
    ...presentDeclaredBase(declared),
    replaced: replaced === undefined ? null : { base: replaced.base, reason: replaced.reason },
  };
}

/** A base that the configuration declares, in the contract's format. */
export function presentConfiguredBase({ image, base }: { image: string; base: string }): DeclaredBaseView {
  return { id: null, source: 'file', image, base, reason: null, createdAt: null, createdBy: null };
}

/** A comparison with a named base, in the contract's format. */
export function presentBaseCheck(check: BaseCheck): BaseCheckView {
  const { reference, digest, base, baseDigest, missing, unread, left, verdict } = check;
  const { status, summary, reasonCode } = describeLineage(verdict);
  return mutable({
    reference: formatReference(reference),
    digest,
    base: formatReference(base),
    baseDigest,
    verification: worstVerification([
      ...check.platforms.map((platform) => platform.verification),
      ...left.map(() => 'unverifiable' as const),
    ]),
    platforms: check.platforms.map(presentPlatform),
    missing,
    unread,
    notCompared: left.length,
    verdict: { status, summary, reasonCode: reasonCode ?? null },
  });
}

function presentPlatform({ reason, compared, layers, ...platform }: PlatformComparison) {
  return {
    ...platform,
    reason: reason === null ? null : reasonText(reason),
    compared: compared && {
      digest: compared.candidate,
      manifest: compared.manifest,
      platform: compared.platform,
    },
    layers: layers.map(presentPair),
  };
}

function reasonText(reason: NonNullable<PlatformComparison['reason']>): string {
  return reason === 'no-platform' ? 'The base has no image for this platform.' : reasonSentence(reason);
}

/** Commands in an image's history have no limit. */
const MAX_COMMAND = 400;

function presentPair({ base, image, agrees }: LayerPair) {
  const shown = <L extends LayerPair['base']>(layer: L) => ({
    ...layer,
    createdBy: layer.createdBy?.slice(0, MAX_COMMAND) ?? null,
  });
  return { base: shown(base), image: image && shown(image), agrees };
}
