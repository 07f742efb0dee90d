'use client';

import type { GraphEdge } from '#lib/lineage/graph/graph-drawing.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { LinkEvidence } from './link-evidence.tsx';
import { NodeName } from './node-name.tsx';

/** One link: which image, on which base, and how that is known. */
export function PanelLink({ link: { source, target } }: { link: GraphEdge }) {
  const { select } = useGraphActions();
  const end = (id: string) => (
    <button type="button" onClick={() => select(id)} className="rounded-sm text-left hover:underline">
      <NodeName name={id} wrap />
    </button>
  );
  return (
    <div className="divide-y divide-line text-sm">
      <div className="space-y-1 p-4">
        <p>{end(source)}</p>
        <p className="text-muted">stands on</p>
        <p>{end(target)}</p>
      </div>
      <LinkEvidence reference={source} />
    </div>
  );
}
