'use client';

import { useQuery } from '@tanstack/react-query';
import { Layers } from 'lucide-react';
import Link from 'next/link';
import { AllowedButton } from '#components/access/allowed.tsx';
import { baseHref } from '#components/bases/hrefs.ts';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { declaredBasesQuery } from '#lib/api/client/declared-bases.ts';
import type { DeclaredBaseView } from '#lib/api/contract/declared-bases.ts';
import { useDeclaredBases } from './use-declared-bases.ts';

/** Every declared base, with who declared it and why. Those that people declared have a button to remove them. */
export function DeclaredBasesPage() {
  const list = useQuery(declaredBasesQuery());
  if (list.data === undefined) {
    return (
      <PendingQuery query={list} what="the declared bases">
        <Skeleton className="h-32" />
      </PendingQuery>
    );
  }
  if (list.data.length === 0) {
    return (
      <EmptyState icon={Layers} title="No declared bases">
        Open an image whose base is not known. In its <strong>Evidence</strong> tab, name a base, compare the
        layers, and save it as declared. Patterns for whole registries go under <code>bases:</code> in{' '}
        <code>baseboard.yaml</code>.
      </EmptyState>
    );
  }
  return (
    <div className="space-y-4">
      <p className="text-sm text-muted">
        The bases that are declared for images without evidence of their own. The layers decide whether a
        declaration is true.{' '}
        <Link href="/help/verdicts" className="underline underline-offset-2 hover:text-text">
          How evidence is weighed
        </Link>
      </p>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {list.data.map((declared) => (
          <DeclaredBaseRow key={declared.id ?? `file ${declared.image}`} declared={declared} />
        ))}
      </ul>
    </div>
  );
}

function DeclaredBaseRow({ declared }: { declared: DeclaredBaseView }) {
  const { image, base, reason, createdAt, createdBy, source } = declared;
  const { remove } = useDeclaredBases();
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-80 space-y-1">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <DeclaredName image={image} isPattern={source === 'file'} />
          <span className="text-muted">is based on</span>
          <Link href={baseHref(base)} className="min-w-0 underline-offset-2 hover:underline">
            <Reference value={base} wrap />
          </Link>
        </p>
        <p className="break-words text-muted">
          {source === 'file' ? (
            <>
              In <code>baseboard.yaml</code>: change it there. It takes precedence
            </>
          ) : (
            <>
              {reason === null ? '' : `${reason}, `}
              {reason === null ? 'By' : 'by'} {createdBy} <Time value={createdAt ?? ''} />
            </>
          )}
        </p>
      </div>
      {source === 'file' ? null : (
        <AllowedButton
          permission="track"
          size="sm"
          className="max-md:h-11"
          aria-label={`Remove the declared base of ${image}`}
          disabled={remove.isPending}
          onClick={() => remove.mutate(declared)}
        >
          Remove
        </AllowedButton>
      )}
    </li>
  );
}

/** One tag, every tag of a repository, or a pattern. */
function DeclaredName({ image, isPattern }: { image: string; isPattern: boolean }) {
  const isTag = /:[^/]+$/.test(image);
  if (isTag && !isPattern) return <Reference value={image} wrap />;
  return (
    <span className="min-w-0">
      <span className="mono wrap-anywhere">{image}</span>{' '}
      <span className="text-muted">{isPattern ? '(pattern)' : '(every tag)'}</span>
    </span>
  );
}
