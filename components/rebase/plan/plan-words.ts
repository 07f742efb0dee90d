import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { byteSize, counted, familiarName, listed } from '#lib/lineage/words/counts-and-names.ts';
import type { LossKind, RefusalKind, Remedy } from '#lib/rebase/rebase.ts';
import type { DocumentKind } from '#lib/rebase/states.ts';
import { swapWords } from './swap-words.ts';

/** The text of the button: "Rebase apps/shop:1.0". */
export function actionWords({ kind, target }: Pick<RebasePlanView, 'kind' | 'target'>): string {
  return `${kind === 'annotate' ? 'Annotate' : 'Rebase'} ${familiarName(target)}`;
}

/** True if the user must confirm the base, because only layers identify it. */
export function needsConfirming({ warnings }: Pick<RebasePlanView, 'warnings'>): boolean {
  return warnings.some(({ kind }) => kind === 'base-by-layers');
}

/** The outcome of a plan in one sentence. */
export function planSentence(plan: RebasePlanView): string {
  const { kind, reference, target, newBase } = plan;
  const name = newBase.name === null ? 'its base' : `\`${familiarName(newBase.name)}\``;
  const where = target === reference ? '' : `, under the new tag \`${familiarName(target)}\``;
  if (kind === 'annotate') {
    return `\`${familiarName(reference)}\` will be annotated with ${name} as its base${where}. Its layers and config do not change.`;
  }
  return `\`${familiarName(reference)}\` will be based on the current ${name}${where}: ${swapWords(plan)}.`;
}

/** What is written and transferred: "2 layers mounted, 1 config, 1 manifest and 1 tag; nothing is downloaded." */
export function writesSentence({ mounts, copies, documents, bytesToCopy }: RebasePlanView): string {
  const of = (kind: DocumentKind) => documents.filter((document) => document.kind === kind).length;
  const counts: [number, string][] = [
    [of('config'), 'config'],
    [of('manifest'), 'manifest'],
  ];
  const parts = [
    ...(mounts.length > 0 ? [`${counted(mounts.length, 'layer')} mounted`] : []),
    ...(copies.length > 0 ? [`${counted(copies.length, 'layer')} copied`] : []),
    ...counts.flatMap(([count, noun]) => (count > 0 ? [counted(count, noun)] : [])),
    ...(of('index') > 0 ? [of('index') === 1 ? '1 index' : `${of('index')} indexes`] : []),
    '1 tag',
  ];
  const moved =
    bytesToCopy === 0 ? 'nothing is downloaded' : `${byteSize(bytesToCopy)} pass through Baseboard`;
  return `${listed(parts)}; ${moved}.`;
}

const LOST: Readonly<Record<LossKind, string>> = {
  attestation: 'Attestation',
  signature: 'Signature',
  sbom: 'SBOM',
  referrer: 'Document',
  'build-cache': 'Build cache',
  'build-record': 'Build record',
  annotation: 'Annotation',
};

/** The label of a kind of loss. */
export function lossWords(kind: LossKind): string {
  return LOST[kind];
}

/** A sentence about the losses; null if the list says it all. "Nothing is lost" only if everything was checked. */
export function lossesSentence({
  losses,
  warnings,
}: Pick<RebasePlanView, 'losses' | 'warnings'>): string | null {
  const unread = warnings.some(({ kind }) => kind === 'unread-referrers');
  if (losses.length === 0) {
    return unread
      ? 'Could not check whether signatures or attestations refer to this image. See the warnings above.'
      : 'Nothing is lost: no signature or attestation refers to this image.';
  }
  return unread ? 'There may be more losses: some checks failed. See the warnings above.' : null;
}

const REMEDIES: Readonly<Record<Remedy, string>> = {
  rebuild: 'Rebuild the image from its source.',
  'rebase-chain': 'Rebase its chain, from the bottom up.',
  annotate: 'Make its build write base annotations.',
  'choose-another-base': 'Choose another base below.',
  'open-push': 'Allow pushing to its repository in baseboard.yaml.',
  'none-needed': 'Nothing to do.',
};

/** What to do if a rebase is refused. A server of another version may send remedies that this page does not know. */
export function remedyWords(instead: readonly Remedy[]): string[] {
  return instead.flatMap((remedy) => REMEDIES[remedy] ?? []);
}

const REFUSALS: Readonly<Record<RefusalKind, string>> = {
  'no-base': 'No known base to replace',
  'not-based-on': 'It is not based on the base it names',
  unverifiable: 'Its base cannot be verified',
  'base-gone': 'The base is gone',
  'platform-missing': 'The new base has no image for a platform',
  'already-current': 'It is already up to date',
  'not-rebasable': 'It is marked as not rebasable',
  'unsupported-media-type': 'Its layers or the new base’s do not fit its format',
  'push-disabled': 'Pushing is disabled',
  'not-allowed': 'Pushing to this repository is not allowed',
  ambiguous: 'It is ambiguous',
};

/** The heading of a refusal. A server of another version may send a kind that this page does not know. */
export function refusalWords(kind: RefusalKind): string {
  return REFUSALS[kind] ?? 'It cannot be rebased';
}
