import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { Reference } from '#components/ui/values/reference.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { planHref } from '../hrefs.ts';
import { MovedTag } from '../moved-tag.tsx';
import { StateBadge } from '../state-badge.tsx';
import type { Part, PlannedImage } from './many-plans.ts';

/** The rebase that was started from a plan, or why it was not. */
export type StartedRebase = { readonly id: string } | { readonly error: string };

/** One image of many: its plan with what to know before, or why it is left out. */
export function ManyItem({
  planned: { image, plan },
  part,
  started,
}: {
  planned: PlannedImage;
  part: Part | undefined;
  started: StartedRebase | undefined;
}) {
  const rebaseId = started !== undefined && 'id' in started ? started.id : undefined;
  const why =
    started !== undefined && 'error' in started ? started.error : part && 'why' in part ? part.why : null;
  const state =
    started !== undefined
      ? rebaseId === undefined
        ? 'conflict'
        : 'queued'
      : part?.kind === 'runs'
        ? 'planned'
        : part?.kind === 'nothing-to-do'
          ? 'no-op'
          : 'refused';
  return (
    <li className="space-y-1 px-4 py-2" data-reference={image.reference} data-state={state}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="w-32 shrink-0">
          <StateBadge state={state} />
        </span>
        <Link
          href={rebaseId === undefined ? planHref({ reference: image.reference }) : `/rebases/${rebaseId}`}
          className="min-w-0 flex-1 basis-64 hover:underline"
        >
          <Reference value={image.reference} />
        </Link>
        {plan === null ? null : <MovedTag from={plan.fromDigest} to={plan.toDigest} />}
      </div>
      {why === null ? null : (
        <p className="max-w-[90ch] break-words text-muted md:pl-36">
          <Sentence text={why} />
        </p>
      )}
      {plan === null || plan.warnings.length === 0 ? null : (
        <details className="md:pl-36">
          <summary>
            <TriangleAlert aria-hidden size={13} className="mr-1.5 inline text-status-stale" />
            {counted(plan.warnings.length, 'warning')}
          </summary>
          <ul className="mt-1 max-w-[90ch] list-disc space-y-1 pl-5 text-muted">
            {plan.warnings.map(({ kind, platform, detail }) => (
              <li key={`${kind} ${platform} ${detail}`} className="break-words">
                {platform === null ? '' : `${platform}: `}
                <Sentence text={detail} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
