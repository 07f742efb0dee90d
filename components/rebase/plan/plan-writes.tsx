import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { byteSize, counted, familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { MovedTag } from '../moved-tag.tsx';
import { writesSentence } from './plan-words.ts';

/** What a plan writes: the tag, its documents, and every request. */
export function PlanWrites({ plan }: { plan: RebasePlanView }) {
  const { targetDigest, toDigest, target, mounts, copies, documents, requests } = plan;
  return (
    <section aria-labelledby="writes-title" className="space-y-3">
      <h2 id="writes-title" className="font-medium">
        Writes
      </h2>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Reference value={target} wrap />
        <span className="text-muted">{documents.at(-1)?.kind}</span>
        <MovedTag from={targetDigest} to={toDigest} />
      </p>
      {documents.at(-1)?.kind === 'index' ? (
        <ul className="space-y-1 text-sm">
          {plan.platforms.map((each) => (
            <li key={each.platform} className="flex flex-wrap gap-x-3">
              <span className="mono text-muted">{each.platform}</span>
              <MovedTag from={each.fromDigest} to={each.toDigest} />
            </li>
          ))}
        </ul>
      ) : null}
      <p className="text-sm">{writesSentence(plan)}</p>
      <details className="rounded-md border border-line bg-surface text-sm">
        <summary className="px-4 py-2">All {counted(requests, 'request')}</summary>
        <ul className="mono divide-y divide-line border-t border-line">
          {[...mounts, ...copies].map(({ digest, size, from }) => (
            <li key={`${digest} ${from}`} className="flex flex-wrap gap-x-4 px-4 py-1.5">
              <span>{mounts.some((mount) => mount.digest === digest) ? 'mount' : 'copy'}</span>
              <Digest value={digest} />
              <span className="text-muted">{byteSize(size)}</span>
              <span className="min-w-0 break-all text-muted">from {from}</span>
            </li>
          ))}
          {documents.map(({ digest, kind, platform, size }) => (
            <li key={digest} className="flex flex-wrap gap-x-4 px-4 py-1.5">
              <span>put {kind}</span>
              <Digest value={digest} />
              <span className="text-muted">{byteSize(size)}</span>
              {platform === null ? null : <span className="text-muted">{platform}</span>}
              <a
                className="underline"
                href={`/api/v1/rebases/plan/${plan.planId}/documents/${encodeURIComponent(digest)}`}
                aria-label={`Download the ${kind} ${digest}`}
              >
                download
              </a>
            </li>
          ))}
          <li className="px-4 py-1.5">tag {familiarName(target)}</li>
        </ul>
      </details>
    </section>
  );
}
