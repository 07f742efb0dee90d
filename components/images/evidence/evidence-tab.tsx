import { Reference } from '#components/ui/values/reference.tsx';
import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import { EvidenceCard } from './evidence-card.tsx';
import { ConflictMark } from './verdict-marks.tsx';

/** Every statement the verdicts stand on: who made it, where, what it says, and the document itself. */
export function EvidenceTab({ lineage: { links } }: { lineage: LineageView }) {
  const told = links
    .map(({ reference, base, evidence }) => ({
      reference,
      base,
      statements: base?.evidence ?? evidence ?? [],
    }))
    .filter(({ statements }) => statements.length > 0);
  if (told.length === 0) {
    return (
      <p className="text-sm text-muted">
        Nothing says what this image stands on: no annotation, label, provenance or known layers were found.
      </p>
    );
  }
  return (
    <div className="space-y-6">
      {told.map(({ reference, base, statements }) => (
        <section key={reference} className="space-y-2">
          <h3 className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
            <span className="text-muted">about</span>
            <Reference value={reference} wrap />
            {base?.conflict ? <ConflictMark /> : null}
            {base === null ? <span className="text-muted">none of these is followed</span> : null}
          </h3>
          <ul className="divide-y divide-line rounded-md border border-line bg-surface">
            {statements.map((evidence, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: statements have no name of their own.
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
