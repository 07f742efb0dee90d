import type { SourceFile } from '#lib/sources/files/declarations.ts';
import { readFiles } from '#lib/sources/files/read-files.ts';
import type { ListingProblem } from '#lib/sources/listing/listing-problem.ts';
import type { MentionListing } from '#lib/sources/mention-listing.ts';
import { readSource } from '#lib/store/sources/sources.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import type { SourceOverview } from './read-sources.ts';
import { noSource, type SourceContext, SourceRefusedError } from './source-context.ts';
import { storePosted } from './store-posted.ts';

/**
 * Takes the files of a source of the kind `files`: all of them, in place of those before. Only what they declare is kept, not
 * the files. A file that cannot be read makes this incomplete, and then nothing is untracked. Recorded in the audit log.
 * Throws `NotFoundError` and {@link SourceRefusedError}.
 */
export async function uploadFiles(
  context: SourceContext,
  id: string,
  files: readonly SourceFile[],
  by: Editor,
): Promise<SourceOverview> {
  // Before the files are read, which takes a while.
  const known = await readSource(context.db, id);
  if (known === undefined) throw noSource(id);
  refuseOtherKind(known);
  const listing = readUploaded(files);
  return storePosted(context, id, async (source, within) => {
    refuseOtherKind(source);
    const change = { at: context.clock(), action: 'source-files-uploaded', subject: source.name } as const;
    await recordChange(within, { ...change, detail: `${files.length} files` }, by);
    return { ...listing, sequence: null, every: undefined };
  });
}

function refuseOtherKind({ kind }: { readonly kind: string }): void {
  if (kind !== 'files')
    throw new SourceRefusedError('conflict', 'Only a source of the kind files takes files.');
}

/** What uploaded files declare. Requests nothing. */
export function readUploaded(files: readonly SourceFile[]): MentionListing {
  const { mentions, unreadable } = readFiles(files);
  const problems = unreadable.map(({ file, line, message }): ListingProblem => {
    return { code: 'unreadable', message: `${file}:${line}: ${message}` };
  });
  return { complete: problems.length === 0, mentions, problems, requests: 0 };
}
