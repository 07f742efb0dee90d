'use client';

import { Rows3, UnfoldHorizontal } from 'lucide-react';
import { quoted } from '#components/filter/filter-text.ts';
import { MomentLink } from '#components/history/url-moment.tsx';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import { STEP } from '#lib/lineage/graph/graph-fold.ts';
import type { NodeGroup } from '#lib/lineage/graph/node-groups.ts';
import { WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { groupCounts, groupName } from '../graph-words.ts';
import { NodeName } from './node-name.tsx';

/** The most members listed here; the table lists all. */
const LISTED = 100;

/** A group of images: the number by status, and each image, the worst first. */
export function PanelGroup({ group }: { group: NodeGroup }) {
  const { select, expand } = useGraphActions();
  const { base, bucket, members } = group;
  const worstFirst = members.toSorted(
    (a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status),
  );
  return (
    <div className="divide-y divide-line text-sm">
      <section className="space-y-3 p-4">
        <p className="text-base font-medium">{groupName(group)}</p>
        {base === null ? (
          <p>Images of other chains, which do not fit into the overview</p>
        ) : (
          <p>
            based on <NodeName name={base} wrap />
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
          <Button size="sm" onClick={() => expand(group.id)}>
            <UnfoldHorizontal aria-hidden size={13} />
            {bucket === null && base !== null ? 'Expand' : `Show ${Math.min(STEP, members.length)} of them`}
          </Button>
          {base === null ? null : (
            <MomentLink
              href={`/?filter=${encodeURIComponent(tableFilter(base, group.images > 0 ? null : bucket))}`}
              className={buttonClass('plain', 'sm')}
            >
              <Rows3 aria-hidden size={13} />
              Show as table
            </MomentLink>
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

/** The filter of a group's images in the table: of those on its base, the ones with its status, registry or owner. */
function tableFilter(base: string, bucket: NodeGroup['bucket']): string {
  const based = `ancestor:${quoted(base)}`;
  if (bucket === null) return based;
  const [registry = '', ...repository] = bucket.value.split('/');
  switch (bucket.by) {
    case 'status':
      return `${based} status:${bucket.value}`;
    case 'registry':
      return `${based} registry:${quoted(bucket.value)}`;
    case 'repository':
      return `${based} registry:${quoted(registry)} repo:${quoted(repository.join('/'))}`;
    case 'owner':
      return `${based} ${bucket.value === '' ? '-owner:*' : `owner:${quoted(bucket.value)}`}`;
  }
}
