'use client';

import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { drawnBases } from './drawn-bases.ts';
import { PanelFrame } from './panel-frame.tsx';
import { PanelGroup } from './panel-group.tsx';
import { PanelImage } from './panel-image.tsx';
import { PanelLink } from './panel-link.tsx';

/** The selected node or link, on the right; on a phone a sheet from below. Nothing if it is not drawn. */
export function GraphPanel({ drawing, selected }: { drawing: Drawing; selected: string }) {
  const node = drawing.nodes.find(({ id }) => id === selected);
  if (node?.kind === 'image') {
    const chain = drawnBases(drawing, node.id);
    const link = drawing.edges.find(({ source }) => source === node.id);
    const isLastKnown = link?.links.some(({ retained }) => retained) === true;
    return (
      <PanelFrame title="Image">
        <PanelImage key={node.id} image={node.image} chain={chain} isLastKnown={isLastKnown} />
      </PanelFrame>
    );
  }
  if (node?.kind === 'group') {
    return (
      <PanelFrame title="Group">
        <PanelGroup key={node.id} group={node.group} />
      </PanelFrame>
    );
  }
  const link = drawing.edges.find(({ id }) => id === selected)?.links[0];
  if (link === undefined) return null;
  return (
    <PanelFrame title="Link">
      <PanelLink key={link.id} link={link} />
    </PanelFrame>
  );
}
