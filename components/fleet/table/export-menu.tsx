'use client';

import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Button } from '#components/ui/controls/button.tsx';
import { Menu, MenuItem } from '#components/ui/controls/menu.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { saveFile } from '#components/ui/values/save-file.ts';
import type { FleetView } from '#lib/api/client/images.ts';
import { collectImages, type ExportFormat, formatImages } from './export-images.ts';

const MEDIA_TYPES = { csv: 'text/csv', json: 'application/json' } as const;

/** Saves the whole table as a file, filtered and sorted as shown. */
export function ExportMenu({ view }: { view: FleetView }) {
  const toast = useToast();
  const run = useMutation({
    mutationFn: async (format: ExportFormat) => {
      const images = await collectImages(view);
      saveFile(
        `baseboard-images.${format}`,
        new Blob([formatImages(images, format)], { type: MEDIA_TYPES[format] }),
      );
    },
    onError: (error) => toast({ error }),
  });
  return (
    <Menu
      trigger={
        <Button disabled={run.isPending}>
          <Download aria-hidden size={14} />
          {run.isPending ? 'Exporting' : 'Export'}
        </Button>
      }
    >
      <MenuItem onSelect={() => run.mutate('csv')}>CSV, as shown</MenuItem>
      <MenuItem onSelect={() => run.mutate('json')}>JSON, as shown</MenuItem>
    </Menu>
  );
}
