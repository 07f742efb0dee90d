'use client';

import { FilePlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { openAddImages } from './add-images.ts';
import { readImageFiles } from './read-file.ts';

/**
 * Lets a person drop a file anywhere on the page: its images are reviewed. Shows that it can be dropped. A page with a field
 * for files takes them there alone.
 */
export function DropTarget() {
  const [over, setOver] = useState(false);
  const mayTrack = useWhyNot('track') === undefined;
  useEffect(() => {
    if (!mayTrack) return;
    // Entering a child leaves its parent: the file has left the page once as many were left as entered.
    let depth = 0;
    const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const isField = (event: DragEvent) =>
      event.target instanceof HTMLInputElement && event.target.type === 'file';
    const hasOwnField = () => document.querySelector('main input[type="file"]') !== null;
    const onEnter = (event: DragEvent) => {
      if (!hasFile(event)) return;
      depth += 1;
      setOver(!hasOwnField());
    };
    const onLeave = (event: DragEvent) => {
      if (!hasFile(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onOver = (event: DragEvent) => {
      if (hasFile(event) && !isField(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 || isField(event)) return;
      event.preventDefault();
      if (hasOwnField()) return;
      void readImageFiles(files).then((paste) => openAddImages({ text: '', paste }));
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop };
    for (const [type, listener] of Object.entries(listeners)) {
      document.addEventListener(type, listener as EventListener);
    }
    return () => {
      for (const [type, listener] of Object.entries(listeners)) {
        document.removeEventListener(type, listener as EventListener);
      }
    };
  }, [mayTrack]);
  if (!over) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-2 z-50 flex items-center justify-center gap-2 rounded-md border-2 border-dashed border-line-strong bg-bg/85 text-lg"
    >
      <FilePlus size={20} />
      Drop the file to review its images
    </div>
  );
}
