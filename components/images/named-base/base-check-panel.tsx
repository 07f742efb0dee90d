'use client';

import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { FailedQuery } from '#components/ui/feedback/pending-query.tsx';
import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import { baseCheckQuery } from '#lib/api/client/declared-bases.ts';
import type { BaseCheckView } from '#lib/api/contract/declared-bases.ts';
import { adviceSentence, outcomeSentence } from './check-words.ts';
import { DeclareForm } from './declare-form.tsx';
import { KnownNames } from './known-names.tsx';
import { LayerComparison } from './layer-comparison.tsx';

/**
 * Takes the base that a person names for an image, compares the layers, and offers to declare the base or to write the
 * annotation. `canAnnotate` says whether an annotation could be written if the layers prove it.
 */
export function BaseCheckPanel({ reference, canAnnotate }: { reference: string; canAnnotate: boolean }) {
  const [typed, setTyped] = useState('');
  const [base, setBase] = useState<string | null>(null);
  const check = useQuery({ ...baseCheckQuery({ reference, base: base ?? '' }), enabled: base !== null });
  const [fieldId, listId, titleId] = [useId(), useId(), useId()];
  return (
    <section
      aria-labelledby={titleId}
      className="space-y-3 rounded-md border border-line bg-surface px-4 py-3 text-sm"
    >
      <h3 id={titleId} className="font-medium">
        Name its base
      </h3>
      <p className="max-w-[90ch] text-muted">
        If you know the base of this image, compare the layers of both. This saves nothing.
      </p>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const name = typed.trim();
          if (name === base) void check.refetch();
          else setBase(name);
        }}
      >
        <div className="min-w-0 flex-1 basis-80 space-y-1">
          <label htmlFor={fieldId} className="block">
            It is based on
          </label>
          <input
            id={fieldId}
            list={listId}
            required
            pattern=".*\S.*"
            maxLength={1024}
            value={typed}
            placeholder="debian:12-slim"
            onChange={({ target }) => setTyped(target.value)}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="mono block h-8 w-full rounded-md border border-line-strong bg-bg px-2 max-md:h-11"
          />
        </div>
        <KnownNames id={listId} typed={typed} except={reference} />
        <Button type="submit" disabled={check.isFetching} className="max-md:h-11">
          <Search aria-hidden size={14} />
          {check.isFetching ? 'Comparing' : 'Compare layers'}
        </Button>
      </form>
      <div aria-live="polite">
        {base === null ? null : check.isFetching ? (
          <>
            <LoadingNote what="the layers" />
            <Skeleton className="h-24" />
          </>
        ) : check.data === undefined ? (
          <div className="space-y-2">
            <p>Could not compare the layers, so this base is neither proven nor contradicted.</p>
            <FailedQuery query={check} />
          </div>
        ) : (
          <CheckResult key={base} check={check.data} canAnnotate={canAnnotate} />
        )}
      </div>
    </section>
  );
}

function CheckResult({ check, canAnnotate }: { check: BaseCheckView; canAnnotate: boolean }) {
  const advice = adviceSentence(check);
  const { status, summary } = check.verdict;
  return (
    <div className="space-y-3">
      <p className="max-w-[90ch] font-medium break-words">
        <Sentence text={outcomeSentence(check)} />
      </p>
      {advice === undefined ? null : (
        <p className="max-w-[90ch] break-words text-muted">
          <Sentence text={advice} />
        </p>
      )}
      <LayerComparison check={check} />
      <p className="flex max-w-[90ch] flex-wrap items-center gap-x-2 gap-y-1 break-words">
        <span className="text-muted">If declared, the image is</span>
        <StatusBadge status={status} />
        <span className="min-w-0 basis-full">
          <Sentence text={summary} />
        </span>
      </p>
      <DeclareForm check={check} canAnnotate={canAnnotate} />
    </div>
  );
}
