import { Reference } from '#components/ui/values/reference.tsx';
import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import { ConflictNote } from './conflict-note.tsx';
import { EvidenceCard } from './evidence-card.tsx';
import { linksWithClaims } from './links-with-claims.ts';
import { ConflictMark } from './verdict-marks.tsx';

/** Every claim behind the verdicts: its kind, its source, what it says, and its document. */
export function EvidenceTab({ lineage: { links } }: { lineage: LineageView }) {
  const withClaims = linksWithClaims(links);
  return (
    <div className="space-y-6">
      {withClaims.length > 0 ? null : (
        <p className="text-sm text-muted">
          No evidence of a base: no annotation, label, provenance or known layers were found.
        </p>
      )}
      {withClaims.map(({ reference, base, claims }) => (
        <section key={reference} className="space-y-2">
          <h3 className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
            <span className="text-muted">about</span>
            <Reference value={reference} wrap />
            {base?.conflict ? <ConflictMark /> : null}
            {base === null ? <span className="text-muted">none of these claims is followed</span> : null}
          </h3>
          {base === null ? null : <ConflictNote reference={reference} base={base} />}
          <ul className="divide-y divide-line rounded-md border border-line bg-surface">
            {claims.map((evidence, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: claims have no id.
              <li key={index}>
                <EvidenceCard evidence={evidence} base={base} reference={reference} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
