'use client';

import { useState } from 'react';
import { AllowedLink } from '#components/access/allowed.tsx';
import { baseHref } from '#components/bases/hrefs.ts';
import { hasTerm } from '#components/filter/filter-text.ts';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { cascadeHref } from '#components/rebase/hrefs.ts';
import { Button } from '#components/ui/controls/button.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import type { BaseLoadView } from '#lib/api/contract/images/fleet.ts';
import { MOST_BASES, staleBases } from './stale-bases.ts';

/** The bases by number of stale images; a click filters the table to the images of a base. */
export function BaseChart({
  bases,
  filter,
  onBase,
}: {
  bases: readonly BaseLoadView[];
  filter: string;
  onBase: (name: string) => void;
}) {
  const [all, setAll] = useState(false);
  const past = useShownMoment();
  const { rows, total, largest } = staleBases(bases, all);
  if (total === 0) return null;
  return (
    <section
      aria-labelledby="bases-title"
      className="w-full min-w-0 flex-1 rounded-md border border-line bg-surface"
    >
      <h2 id="bases-title" className="border-b border-line px-3 py-1.5 text-xs font-medium text-muted">
        Bases by number of stale images
      </h2>
      <ul className="p-1">
        {rows.map((base) => (
          <li key={base.name} className="flex items-center gap-2">
            <BaseRow
              base={base}
              largest={largest}
              on={hasTerm(filter, 'base', base.name)}
              onClick={() => onBase(base.name)}
            />
            {past === undefined ? (
              <>
                <LinkButton
                  href={baseHref(base.name)}
                  aria-label={`Open the page of ${base.name}`}
                  variant="quiet"
                  size="sm"
                >
                  Details
                </LinkButton>
                <AllowedLink
                  permission="rebase"
                  href={cascadeHref(base.name)}
                  aria-label={`Rebase dependents of ${base.name}`}
                  variant="quiet"
                  size="sm"
                >
                  Rebase
                </AllowedLink>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {total > MOST_BASES ? (
        <div className="border-t border-line p-1">
          <Button variant="quiet" size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${total} bases`}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function BaseRow({
  base: { name, stale, images, movedAt },
  largest,
  on,
  onClick,
}: {
  base: BaseLoadView;
  largest: number;
  on: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      className={`grid min-w-0 flex-1 grid-cols-1 items-center gap-x-4 gap-y-1 rounded-sm px-2 py-1 text-left transition-colors hover:bg-raised md:grid-cols-[minmax(0,30rem)_minmax(0,1fr)_14rem] ${on ? 'bg-raised' : ''}`}
    >
      <Reference value={name} />
      <span aria-hidden className="flex h-2.5" style={{ width: `${(images / largest) * 100}%` }}>
        <span
          data-bar=""
          className="h-full min-w-0.5 border border-status-stale bg-status-stale-fill"
          style={{ width: `${(stale / images) * 100}%` }}
        />
        <span data-bar="quiet" className="h-full flex-1 border border-l-0 border-line-strong bg-raised" />
      </span>
      <span className="text-sm whitespace-nowrap tabular-nums md:text-right">
        {stale} of {images} stale
        {movedAt === null ? null : (
          <span className="text-muted">
            {' '}
            · moved <Time value={movedAt} as="short" />
          </span>
        )}
      </span>
    </button>
  );
}
