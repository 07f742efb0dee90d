'use client';

import { Plus } from 'lucide-react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { openAddImages } from './add-images.ts';

/** Opens the dialog that adds images. */
export function AddImagesButton() {
  return (
    <AllowedButton permission="track" onClick={() => openAddImages()} className="max-md:h-11">
      <Plus aria-hidden size={14} />
      Add images
    </AllowedButton>
  );
}
