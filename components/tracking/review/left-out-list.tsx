'use client';

import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import type { PasteProblem } from '#lib/paste/paste.ts';

/** The rows shown at first, and added by each "Show more". */
const SHOWN = 20;

/** What a paste has that is no image, each with its line and the reason. */
export function LeftOutList({ problems }: { problems: readonly PasteProblem[] }) {
  const [shown, setShown] = useState(SHOWN);
  if (problems.length === 0) return null;
  return (
    <section aria-label="Left out" className="space-y-2">
      <h3 className="font-medium">{counted(problems.length, 'part')} left out</h3>
      <ul className="space-y-2">
        {problems.slice(0, shown).map(({ line, text, problem }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and a line can have the same fault twice.
          <li key={index} className="flex gap-3">
            <span className="w-16 shrink-0 text-muted tabular-nums">Line {line.toLocaleString('en')}</span>
            <span className="min-w-0 break-words">
              {problem}
              {text === '' || problem.includes(text) ? null : (
                <span className="mono block truncate text-muted">{text}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {problems.length > shown ? (
        <Button size="sm" onClick={() => setShown(shown + 5 * SHOWN)}>
          Show more
        </Button>
      ) : null}
    </section>
  );
}
