import type { ContentsView, DifferenceView } from '#lib/api/contract/differences.ts';
import { PACKAGE_CHANGE, type PackageChangeKind, type PackageKind } from '#lib/difference/vocabulary.ts';
import { byteSize, counted, listed } from '#lib/lineage/words/counts-and-names.ts';

type Platform = DifferenceView['platforms'][number];
type ComparedPackages = Extract<ContentsView['packages'], { state: 'compared' }>;
type ComparedFiles = Extract<ContentsView['files'], { state: 'compared' }>;

const KINDS: Readonly<Record<PackageKind, string>> = { dpkg: 'Debian', apk: 'Alpine', rpm: 'rpm' };

/** The layers and their size: "2 layers kept, 1 removed, 1 added. 29.1 MB, 1.2 MB more." */
export function layersSentence({ layers, size }: Platform): string {
  const parts = [
    `${counted(layers.kept.length, 'layer')} kept`,
    `${layers.removed.length.toLocaleString('en')} removed`,
    `${layers.added.length.toLocaleString('en')} added`,
  ];
  return `${parts.join(', ')}. ${sizeSentence(size)}`;
}

function sizeSentence({ before, after }: Platform['size']): string {
  if (before === null || after === null) return '';
  const change = after - before;
  if (change === 0) return `${byteSize(after)} as before, compressed.`;
  return `${byteSize(after)} compressed, ${byteSize(Math.abs(change))} ${change > 0 ? 'more' : 'less'} than before.`;
}

/** The number of changed packages by kind of change: "1 added, 2 upgraded of 88 Debian packages." */
export function packagesSentence({ items, kinds }: ComparedPackages): string {
  const of = listed(
    kinds.map(({ kind, after, before }) => counted(after ?? before ?? 0, `${KINDS[kind]} package`)),
  );
  if (items.length === 0) return `No package changes among ${of}.`;
  const counts = PACKAGE_CHANGE.flatMap((change) => {
    const count = items.filter((item) => item.change === change).length;
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${change}`];
  });
  return `${counts.join(', ')} among ${of}.`;
}

/** The number of changed files: "3 files added, 1 removed, 12 changed." */
export function filesSentence({ counts: { added, removed, changed } }: ComparedFiles): string {
  if (added + removed + changed === 0) return 'No file changes.';
  return `${counted(added, 'file')} added, ${removed.toLocaleString('en')} removed, ${changed.toLocaleString('en')} changed.`;
}

/** The mark before a change, for eyes alone: the word stands beside it. */
export const CHANGE_MARKS: Readonly<Record<PackageChangeKind, string>> = {
  added: '+',
  removed: '−',
  upgraded: '↑',
  downgraded: '↓',
  changed: '≠',
};
