'use client';

import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Button } from '#components/ui/controls/button.tsx';
import { Menu, MenuItem } from '#components/ui/controls/menu.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { saveFile } from '#components/ui/values/save-file.ts';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { selectionPath } from '#lib/lineage/graph/graph-paths.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { graphSvg } from '#lib/sharing/pictures/graph-svg.ts';
import { pageStyle, pngOf } from './export-graph.ts';

/** Saves the graph as drawn: the same nodes and groups, dimmed the same way, in the same theme. */
export function GraphExport({
  drawing,
  layout,
  selected,
}: {
  drawing: Drawing;
  layout: Layout;
  selected: string;
}) {
  const toast = useToast();
  const run = useMutation({
    mutationFn: async (format: 'svg' | 'png') => {
      const svg = graphSvg(drawing, layout, pageStyle(Date.now()), selectionPath(drawing, selected));
      const blob = format === 'png' ? await pngOf(svg) : new Blob([svg], { type: 'image/svg+xml' });
      saveFile(`baseboard-graph.${format}`, blob);
    },
    onError: (error) => toast({ error }),
  });
  return (
    <Menu
      trigger={
        <Button disabled={run.isPending || drawing.nodes.length === 0}>
          <Download aria-hidden size={14} />
          {run.isPending ? 'Exporting' : 'Export'}
        </Button>
      }
    >
      <MenuItem onSelect={() => run.mutate('png')}>PNG, as drawn</MenuItem>
      <MenuItem onSelect={() => run.mutate('svg')}>SVG, as drawn</MenuItem>
    </Menu>
  );
}
