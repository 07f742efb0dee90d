'use client';

import { useQuery } from '@tanstack/react-query';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { BaseDigests } from '#components/images/evidence/base-digests.tsx';
import { EvidenceCard } from '#components/images/evidence/evidence-card.tsx';
import { ConflictMark, FreshnessMark, VerificationMark } from '#components/images/evidence/verdict-marks.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { lineageQuery } from '#lib/api/client/lineage.ts';
import type { BaseVerdictView } from '#lib/api/contract/images/lineage.ts';

/** The evidence of an image's base: the verdict on the base and its claims; nothing if there is none. */
export function LinkEvidence({ reference }: { reference: string }) {
  const past = useShownMoment();
  const lineage = useQuery(lineageQuery(reference, past));
  if (past !== undefined && lineage.isError && problemIn(lineage.error).status === 404) {
    return (
      <p className="p-4 text-muted">No evidence was kept for images that were not tracked at this time.</p>
    );
  }
  if (lineage.data === undefined) {
    return (
      <div className="p-4">
        <PendingQuery query={lineage} what="the evidence">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </PendingQuery>
      </div>
    );
  }
  const [link] = lineage.data.links;
  const base = link?.base ?? null;
  const claims = base?.evidence ?? link?.evidence ?? [];
  if (base === null && claims.length === 0) return null;
  return (
    <section className="pb-2">
      <div className="space-y-3 p-4">
        <h3 className="font-medium">Evidence</h3>
        {base === null ? null : <Verdict base={base} />}
      </div>
      <div className="divide-y divide-line border-t border-line">
        {claims.map((evidence) => (
          <EvidenceCard
            key={[evidence.kind, evidence.level, evidence.platform, evidence.source, evidence.name].join(' ')}
            evidence={evidence}
            base={base}
            reference={reference}
          />
        ))}
      </div>
    </section>
  );
}

function Verdict({ base }: { base: BaseVerdictView }) {
  const { freshness, verification, conflict, behindSince, newerTag, newerTagReason, reason } = base;
  return (
    <>
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        <FreshnessMark freshness={freshness} />
        <VerificationMark verification={verification} />
        {conflict ? <ConflictMark /> : null}
      </p>
      {reason === null ? null : (
        <p>
          <Sentence text={reason} />
        </p>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 [&_dt]:text-muted">
        <dt>Digests</dt>
        <dd>
          <BaseDigests base={base} />
        </dd>
        {behindSince === null ? null : (
          <>
            <dt>Moved</dt>
            <dd>
              first seen <Time value={behindSince} />
            </dd>
          </>
        )}
        {newerTag === null ? null : (
          <>
            <dt>Newer tag</dt>
            <dd className="mono">{newerTag}</dd>
          </>
        )}
        {newerTagReason === undefined ? null : (
          <>
            <dt>Newer tag</dt>
            <dd>
              unknown. <Sentence text={newerTagReason} />
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
