'use client';

import { Diff } from 'lucide-react';
import { parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { BaseName } from './base-name.tsx';
import { DifferenceView } from './difference-view.tsx';

/** Two images, and what differs between them. */
export function DifferencePage() {
  const [pair, setPair] = useQueryStates({
    from: parseAsString.withDefault(''),
    to: parseAsString.withDefault(''),
  });
  const isComplete = pair.from !== '' && pair.to !== '';
  return (
    <div className="mx-auto max-w-[80rem] space-y-8 p-4">
      <header className="space-y-2">
        <h1 className="text-lg font-semibold">What changed</h1>
        {isComplete ? (
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm [&_dt]:text-muted">
            <dt>before</dt>
            <dd>
              <BaseName reference={pair.from} />
            </dd>
            <dt>after</dt>
            <dd>
              <BaseName reference={pair.to} />
            </dd>
          </dl>
        ) : null}
      </header>
      {isComplete ? (
        <DifferenceView key={`${pair.from} ${pair.to}`} pair={pair} />
      ) : (
        <EmptyState icon={Diff} title="Choose two images">
          Compare two digests of a base from its page, or any two images below.
        </EmptyState>
      )}
      <details open={!isComplete} className="border-t border-line pt-4">
        <summary className="w-fit cursor-pointer text-sm font-medium max-md:py-2.5">
          Compare other images
        </summary>
        <PairForm
          key={`${pair.from} ${pair.to}`}
          pair={pair}
          onCompare={(next) => void setPair(next, { history: 'push' })}
        />
      </details>
    </div>
  );
}

function PairForm({
  pair,
  onCompare,
}: {
  pair: { from: string; to: string };
  onCompare: (pair: { from: string; to: string }) => void;
}) {
  const [from, setFrom] = useState(pair.from);
  const [to, setTo] = useState(pair.to);
  const field = (label: string, value: string, change: (text: string) => void) => (
    <label className="block space-y-1.5 text-sm">
      <span className="block">{label}</span>
      <input
        required
        value={value}
        maxLength={1024}
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) => change(event.target.value)}
        className="mono h-8 w-full rounded-md border border-line-strong bg-bg px-2 max-md:h-11"
      />
    </label>
  );
  return (
    <form
      className="mt-3 max-w-[60rem] space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        onCompare({ from: from.trim(), to: to.trim() });
      }}
    >
      {field('Image before, with a tag or @sha256:…', from, setFrom)}
      {field('Image after', to, setTo)}
      <div className="flex gap-2">
        <Button type="submit">Compare images</Button>
        <Button
          variant="quiet"
          onClick={() => {
            setFrom(to);
            setTo(from);
          }}
        >
          Swap
        </Button>
      </div>
    </form>
  );
}
