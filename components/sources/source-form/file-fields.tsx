import { FolderOpen } from 'lucide-react';
import { useId, useState } from 'react';
import type { FilesBody } from '#lib/api/contract/sources.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { type ChosenFiles, readChosen } from './chosen-files.ts';

/** How many names of files are shown. */
const SHOWN = 12;

/** Chooses the files of a source: dropped, or picked one by one or as a folder. */
export function FileFields({
  files,
  isReplacing,
  error,
  onFiles,
}: {
  files: FilesBody['files'];
  /** Whether the source has files already. */
  isReplacing: boolean;
  error: string | undefined;
  onFiles: (files: FilesBody['files']) => void;
}) {
  const id = useId();
  const [leftOut, setLeftOut] = useState<ChosenFiles['leftOut']>([]);
  const take = async (list: FileList | null) => {
    const chosen = await readChosen([...(list ?? [])]);
    setLeftOut(chosen.leftOut);
    onFiles(chosen.files);
  };
  return (
    <div className="min-w-0 space-y-3 md:col-span-2">
      <div className="space-y-1.5">
        <label htmlFor={`${id}-files`} className="block font-medium">
          Files
        </label>
        <input
          id={`${id}-files`}
          type="file"
          multiple
          aria-describedby={`${id}-below`}
          aria-invalid={error !== undefined}
          onChange={({ target }) => void take(target.files)}
          className="w-full rounded-md border border-dashed border-line-strong bg-bg px-3 py-6 text-muted file:mr-3 file:rounded-md file:border file:border-line file:bg-surface file:px-3 file:py-1.5 file:font-medium file:text-text max-md:file:min-h-11"
        />
        <p
          id={`${id}-below`}
          role={error === undefined ? undefined : 'alert'}
          className={`break-words ${error === undefined ? 'text-muted' : 'text-status-broken'}`}
        >
          {error ??
            `Drop Dockerfiles, compose files, Kubernetes manifests, charts or pipelines here. At most 500 files of 1 MB, 4 MB in all. ${isReplacing ? 'They replace the files uploaded before. Choose none to keep those.' : 'Only what they name is kept, not the files.'}`}
        </p>
      </div>
      <label className="inline-flex h-8 cursor-pointer items-center gap-2 rounded-md border border-line bg-surface px-3 font-medium focus-within:outline-2 focus-within:outline-accent hover:bg-raised max-md:h-11">
        <FolderOpen aria-hidden size={14} />
        Choose a folder
        <input
          type="file"
          // Every browser has it under this name; React’s types do not.
          {...{ webkitdirectory: '' }}
          onChange={({ target }) => void take(target.files)}
          className="sr-only"
        />
      </label>
      <div aria-live="polite" className="space-y-2">
        {files.length === 0 ? null : (
          <div>
            <p className="font-medium">{counted(files.length, 'file')} chosen</p>
            <ul className="mono text-muted">
              {files.slice(0, SHOWN).map(({ path }) => (
                <li key={path} className="break-all">
                  {path}
                </li>
              ))}
            </ul>
            {files.length > SHOWN ? <p className="text-muted">and {files.length - SHOWN} more</p> : null}
          </div>
        )}
        {leftOut.slice(0, SHOWN).map(({ path, why }) => (
          <p key={path} className="break-words text-status-broken">
            Left out: <span className="mono break-all">{path}</span>: {why}
          </p>
        ))}
      </div>
    </div>
  );
}
