import { Button } from '#components/ui/controls/button.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import type { Paste } from '#lib/paste/paste.ts';

/** As many as a person checks by eye; the rest is counted. */
const SHOWN = 8;

/** What was read out of a paste, before anything is tracked: the references, and the lines that are none. */
export function PasteReview({
  paste: { references, problems },
  busy,
  onTrack,
  onClose,
}: {
  paste: Paste;
  busy: boolean;
  onTrack: () => void;
  onClose: () => void;
}) {
  return (
    <div className="space-y-3">
      {references.length === 0 ? null : (
        <div>
          <p className="font-medium">{counted(references.length, 'image')} read</p>
          <ul className="mt-1 space-y-0.5">
            {references.slice(0, SHOWN).map((reference) => (
              <li key={reference} className="min-w-0">
                <Reference value={reference} />
              </li>
            ))}
          </ul>
          <More count={references.length - SHOWN} />
        </div>
      )}
      {problems.length === 0 ? null : (
        <div role="alert">
          <p className="font-medium text-status-broken">{counted(problems.length, 'line')} not understood</p>
          <ul className="mt-1 space-y-0.5">
            {problems.slice(0, SHOWN).map(({ line, text, problem }) => (
              <li key={`${line} ${text}`} className="break-words">
                <span className="text-muted">Line {line}:</span> {problem}
              </li>
            ))}
          </ul>
          <More count={problems.length - SHOWN} />
        </div>
      )}
      <div className="flex gap-2">
        {references.length === 0 ? null : (
          <Button variant="primary" disabled={busy} onClick={onTrack}>
            Track {counted(references.length, 'image')}
          </Button>
        )}
        <Button variant="quiet" onClick={onClose}>
          {references.length === 0 ? 'Close' : 'Cancel'}
        </Button>
      </div>
    </div>
  );
}

function More({ count }: { count: number }) {
  return count <= 0 ? null : <p className="mt-1 text-muted">and {count.toLocaleString('en')} more</p>;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
