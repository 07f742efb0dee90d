'use client';

import { Plus } from 'lucide-react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { openAddImages } from './add-images.ts';

/** Opens the dialog that adds images. */
export function AddImagesButton() {
  return (
    <AllowedButton permission="track" onClick={() => openAddImages()}>
      <Plus aria-hidden size={14} />
      Add images
    </AllowedButton>
  );
}
