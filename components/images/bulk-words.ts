import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** What became of images that were to be untracked: "237 images untracked. 3 were not tracked any more." */
export function untrackedWords({ untracked, gone }: { untracked: number; gone: number }): string {
  return `${counted(untracked, 'image')} untracked.${goneWords(gone)}`;
}

/** What became of images that were to be tracked again. */
export function restoredWords({ restored, gone }: { restored: number; gone: number }): string {
  const rest = gone === 0 ? '' : ` ${gone} could not be restored: tracked again meanwhile.`;
  return `${counted(restored, 'image')} tracked again.${rest}`;
}

/** What became of images that were to become public or private. */
export function markedWords({ changed, total }: { changed: number; total: number }, isPublic: boolean) {
  const word = isPublic ? 'public' : 'private';
  const before = total - changed;
  if (changed === 0) return `${counted(total, 'image')} ${total === 1 ? 'was' : 'were'} ${word} already.`;
  const rest = before === 0 ? '' : ` ${before} ${before === 1 ? 'was' : 'were'} already.`;
  return `${counted(changed, 'image')} ${changed === 1 ? 'is' : 'are'} now ${word}.${rest}`;
}

function goneWords(gone: number): string {
  if (gone === 0) return '';
  return ` ${gone} ${gone === 1 ? 'was' : 'were'} not tracked any more.`;
}
