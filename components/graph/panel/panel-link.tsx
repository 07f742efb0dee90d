'use client';

import type { GraphEdge } from '#lib/lineage/graph/graph-drawing.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { LinkEvidence } from './link-evidence.tsx';
import { NodeName } from './node-name.tsx';

/** One link: the image, its base, and the evidence. */
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
        <p className="text-muted">is based on</p>
        <p>{end(target)}</p>
      </div>
      <LinkEvidence reference={source} />
    </div>
  );
}
