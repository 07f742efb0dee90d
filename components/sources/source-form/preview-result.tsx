import { Reference } from '#components/ui/values/reference.tsx';
import type { SourcePreviewView } from '#lib/api/contract/sources.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { isListedKind } from '#lib/sources/source-kind.ts';
import { hasSelection, type OfferedKind } from './kind-fields.ts';

/** How many examples are shown. */
const SHOWN = 8;

/** What the source would track, what is dropped and why, and what it costs. */
export function PreviewResult({ preview, kind }: { preview: SourcePreviewView; kind: OfferedKind }) {
  const { found, selected, requests, estimated, repositories, examples, dropped, problems, complete } =
    preview;
  const total = repositories.total ?? repositories.read;
  return (
    <section aria-label="Preview" className="space-y-3 rounded-md border border-line-strong p-3">
      <p>
        <strong>
          {hasSelection(kind)
            ? `Matches ${selected.toLocaleString('en')} of ${counted(found, 'tag')}`
            : `Names ${counted(selected, 'image')}`}
        </strong>{' '}
        in {repositories.read === total ? '' : `${repositories.read.toLocaleString('en')} of `}
        {total.toLocaleString('en')} {total === 1 ? 'repository' : 'repositories'}
        {isListedKind(kind)
          ? `; ${estimated ? 'about ' : ''}${counted(requests, 'request')} for each listing`
          : ''}
        .
      </p>
      {problems.length === 0 ? null : (
        <ul className="space-y-1 text-status-broken">
          {problems.map(({ message }) => (
            <li key={message} className="break-words">
              Not complete: {message}
            </li>
          ))}
        </ul>
      )}
      {complete && selected === 0 ? <p>Nothing would be tracked.</p> : null}
      {examples.length === 0 ? null : (
        <ul className="space-y-1">
          {examples.slice(0, SHOWN).map((reference) => (
            <li key={reference} className="min-w-0">
              <Reference value={reference} wrap />
            </li>
          ))}
          {selected > SHOWN ? (
            <li className="text-muted">and {(selected - SHOWN).toLocaleString('en')} more</li>
          ) : null}
        </ul>
      )}
      {dropped.length === 0 ? null : (
        <div>
          <h3 className="mb-1 font-medium">Dropped</h3>
          <ul className="space-y-1 text-muted">
            {dropped.map(({ reason, text, count, examples: few }) => (
              <li key={reason} className="break-words">
                {count.toLocaleString('en')}: {text}
                {few[0] === undefined ? null : <span className="mono break-all"> ({few[0]})</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
