'use client';

import { Rows3, UnfoldHorizontal } from 'lucide-react';
import { quoted } from '#components/filter/filter-text.ts';
import { PastLink } from '#components/history/url-moment.tsx';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import type { NodeGroup } from '#lib/lineage/graph/graph-fold.ts';
import { WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { groupCounts } from '../group-words.ts';
import { NodeName } from './node-name.tsx';

/** As many members as are listed here; the table has them all. */
const LISTED = 100;

/** Images drawn as one: how they fare, and each by name, the worst first. */
export function PanelGroup({ group }: { group: NodeGroup }) {
  const { select, unfold } = useGraphActions();
  const { base, members } = group;
  const worstFirst = members.toSorted(
    (a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status),
  );
  return (
    <div className="divide-y divide-line text-sm">
      <section className="space-y-3 p-4">
        <p className="text-base font-medium">{counted(members.length, 'image')}</p>
        {base === null ? (
          <p>In chains of their own, for which there is no room.</p>
        ) : (
          <p>
            on <NodeName name={base} wrap />
          </p>
        )}
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {groupCounts(group).map(({ status, count, word }) => (
            <li key={status} className={`flex items-center gap-1 ${STATUS_LOOK[status].ink}`}>
              <StatusIcon status={status} size={13} />
              {count.toLocaleString('en')} {word}
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => unfold(group.id)}>
            <UnfoldHorizontal aria-hidden size={13} />
            Draw them all
          </Button>
          {base === null ? null : (
            <PastLink
              href={`/?filter=${encodeURIComponent(`ancestor:${quoted(base)}`)}`}
              className={buttonClass('plain', 'sm')}
            >
              <Rows3 aria-hidden size={13} />
              As a table
            </PastLink>
          )}
        </div>
      </section>
      <ul className="p-2">
        {worstFirst.slice(0, LISTED).map(({ id, status }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => select(id)}
              className="flex h-8 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-raised"
            >
              <span title={STATUS_LOOK[status].word} className={STATUS_LOOK[status].ink}>
                <StatusIcon status={status} />
                <span className="sr-only">{STATUS_LOOK[status].word}</span>
              </span>
              <NodeName name={id} />
            </button>
          </li>
        ))}
        {members.length > LISTED ? (
          <li className="px-2 py-1 text-muted">and {counted(members.length - LISTED, 'more image')}</li>
        ) : null}
      </ul>
    </div>
  );
}
