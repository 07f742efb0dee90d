import type { FilesBody } from '#lib/api/contract/sources.ts';
import { kindOfPath } from '#lib/sources/files/file-kind.ts';
import { FILE_LIMITS } from '#lib/sources/files/file-limits.ts';

/** The most characters of all files: a request with more is refused. */
const MAX_TOTAL = 4 * 1024 * 1024;

/** Files as a form sends them, and those that it leaves out, with the reason. */
export interface ChosenFiles {
  readonly files: FilesBody['files'];
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

/** A file that a person chose: of a folder, with its path in there. */
type PickedFile = Pick<File, 'name' | 'size' | 'text' | 'webkitRelativePath'>;

/**
 * Reads the files that a person chose: of a folder, those that a reader knows by their path; others always, because content
 * decides too. The path of a folder's files begins below it.
 */
export async function readChosen(picked: readonly PickedFile[]): Promise<ChosenFiles> {
  const files: { path: string; text: string }[] = [];
  const leftOut: { path: string; why: string }[] = [];
  let total = 0;
  for (const file of picked) {
    const below = file.webkitRelativePath.split('/').slice(1).join('/');
    if (below !== '' && kindOfPath(below) === undefined) continue;
    const path = below || file.name;
    const leave = (why: string) => leftOut.push({ path, why });
    if (file.size > FILE_LIMITS.characters) leave('it is larger than 1 MB');
    else if (files.length === FILE_LIMITS.files) leave(`at most ${FILE_LIMITS.files} files are sent`);
    else {
      const text = (await file.text()).replace(/^\uFEFF/, '');
      if (text.includes('\0')) leave('it is not text');
      else if (total + text.length > MAX_TOTAL) leave('all files together are larger than 4 MB');
      else {
        total += text.length;
        files.push({ path, text });
      }
    }
  }
  return { files, leftOut };
}
