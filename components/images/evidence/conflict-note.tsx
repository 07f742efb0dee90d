import { TriangleAlert } from 'lucide-react';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { CopyField } from '#components/ui/controls/copy-field.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { BaseVerdictView } from '#lib/api/contract/images/lineage.ts';
import { conflictFinding } from './conflict-finding.ts';

/** Where claims about a base are contested: which one the layers agree with, and how to correct the other. */
export function ConflictNote({ reference, base }: { reference: string; base: BaseVerdictView }) {
  const past = useShownMoment();
  const finding = conflictFinding(reference, base);
  if (finding === null) return null;
  return (
    <div className="space-y-2 rounded-md border border-status-broken/60 bg-surface px-4 py-3 text-sm">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert aria-hidden size={14} className="shrink-0 text-status-broken" />
        The claims are contested
      </p>
      {finding.sentences.map((sentence) => (
        <p key={sentence} className="max-w-[90ch] break-words">
          <Sentence text={sentence} />
        </p>
      ))}
      {/* Claims that were contested then may have been corrected since. */}
      {past !== undefined ? null : finding.command === null ? (
        <p className="text-muted">Rebuild the image, so that its builder names the base that it used.</p>
      ) : (
        <>
          <p className="text-muted">
            Rebuild the image, so that its builder names the base that it used. If you can’t, correct the
            claim; the image gets another digest.
          </p>
          <CopyField label="Correct the claim with regctl" value={finding.command} />
        </>
      )}
    </div>
  );
}
