'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { drawnBases } from './drawn-bases.ts';
import { PanelGroup } from './panel-group.tsx';
import { PanelImage } from './panel-image.tsx';
import { PanelLink } from './panel-link.tsx';

/** The selected node or link, on the right; on a phone a sheet from below. Nothing if it is not drawn. */
export function GraphPanel({ drawing, selected }: { drawing: Drawing; selected: string }) {
  const node = drawing.nodes.find(({ id }) => id === selected);
  if (node?.kind === 'image') {
    const chain = drawnBases(drawing, node.id);
    return (
      <Frame title="Image">
        <PanelImage key={node.id} image={node.image} chain={chain} />
      </Frame>
    );
  }
  if (node?.kind === 'group') {
    return (
      <Frame title="Group">
        <PanelGroup key={node.id} group={node.group} />
      </Frame>
    );
  }
  const link = drawing.edges.find(({ id }) => id === selected)?.links[0];
  if (link === undefined) return null;
  return (
    <Frame title="Link">
      <PanelLink key={link.id} link={link} />
    </Frame>
  );
}

function Frame({ title, children }: { title: string; children: ReactNode }) {
  const { select } = useGraphActions();
  return (
    <aside
      aria-label={title}
      className="flex shrink-0 flex-col border-line bg-surface max-md:h-[42dvh] max-md:border-t md:w-100 md:border-l"
    >
      <header className="flex items-center border-b border-line py-1 pr-1 pl-4">
        <h2 className="flex-1 font-medium">{title}</h2>
        <Button variant="quiet" size="icon" aria-label="Close" onClick={() => select('')}>
          <X aria-hidden size={16} />
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </aside>
  );
}
