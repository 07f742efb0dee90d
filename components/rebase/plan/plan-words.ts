import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { byteSize, counted, familiarName, listed } from '#lib/lineage/words/counts-and-names.ts';
import type { LossKind, RefusalKind, Remedy } from '#lib/rebase/rebase.ts';
import type { DocumentKind } from '#lib/rebase/states.ts';

/** What the button does, by name: "Rebase apps/shop:1.0". */
export function actionWords({ kind, target }: Pick<RebasePlanView, 'kind' | 'target'>): string {
  return `${kind === 'annotate' ? 'Annotate' : 'Rebase'} ${familiarName(target)}`;
}

/** True if a person has to confirm the base, because only layers name it. */
export function needsConfirming({ warnings }: Pick<RebasePlanView, 'warnings'>): boolean {
  return warnings.some(({ kind }) => kind === 'base-by-layers');
}

/** What will be so afterwards, in one sentence. */
export function planSentence(plan: RebasePlanView): string {
  const { kind, reference, target, newBase, platforms } = plan;
  const name = newBase.name === null ? 'its base' : `\`${familiarName(newBase.name)}\``;
  const where = target === reference ? '' : `, under the new tag \`${familiarName(target)}\``;
  if (kind === 'annotate') {
    return `\`${familiarName(reference)}\` will say that it stands on ${name}${where}. Its layers and config stay as they are.`;
  }
  const removed = Math.max(0, ...platforms.map(({ layersRemoved }) => layersRemoved.length));
  const added = Math.max(0, ...platforms.map(({ layersAdded }) => layersAdded.length));
  const many = platforms.length > 1 ? ` on each of ${platforms.length} platforms` : '';
  return `\`${familiarName(reference)}\` will stand on ${name} as it is now${where}: ${counted(removed, 'layer')} of the old base ${removed === 1 ? 'gives' : 'give'} way to ${added} of the new one${many}.`;
}

/** What is written, and what moves: "2 layers mounted, 1 config, 1 manifest, 1 tag; nothing downloaded". */
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

/** What kind of thing is lost, as a label. */
export function lossWords(kind: LossKind): string {
  return LOST[kind];
}

/** What to say about the list of losses: nothing is lost only if everything could be checked. */
export function lossesSentence({
  losses,
  warnings,
}: Pick<RebasePlanView, 'losses' | 'warnings'>): string | null {
  const unread = warnings.some(({ kind }) => kind === 'unread-referrers');
  if (losses.length === 0) {
    return unread
      ? 'Could not check whether signatures or attestations refer to this image; see the warnings above.'
      : 'Nothing is lost: no signature or attestation refers to this image.';
  }
  return unread ? 'There may be more: not everything could be checked, see the warnings above.' : null;
}

const CHANGED_BY: Readonly<Record<Remedy, string>> = {
  rebuild: 'Rebuild it from its source.',
  annotate: 'Have its builder write base annotations.',
  'choose-another-base': 'Name another base below.',
  'open-push': 'Open pushing for its repository in the configuration.',
  'none-needed': 'There is nothing to do.',
};

/** What a person can do where a rebase is refused; a server of another version may name what this page does not know. */
export function remedyWords(instead: readonly Remedy[]): string[] {
  return instead.flatMap((remedy) => CHANGED_BY[remedy] ?? []);
}

const REFUSED: Readonly<Record<RefusalKind, string>> = {
  'no-base': 'There is no base to swap',
  'not-based-on': 'It does not stand on the base it names',
  unverifiable: 'What it stands on cannot be proven',
  'base-gone': 'The base is gone',
  'platform-missing': 'The new base lacks a platform',
  'already-current': 'It is current already',
  'not-rebasable': 'It is marked as not to be rebased',
  'unsupported-media-type': 'Its layers, or the new base’s, do not fit its format',
  'push-disabled': 'Pushing is switched off',
  'not-allowed': 'This repository may not be written',
  ambiguous: 'It cannot be told apart',
};

/** A refusal's kind as a heading; a server of another version may send one that this page does not know. */
export function refusalWords(kind: RefusalKind): string {
  return REFUSED[kind] ?? 'It cannot be rebased';
}
