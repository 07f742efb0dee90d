import { z } from 'zod';
import { id } from './images.ts';
import { SELECTION, SELECTS_ONCE, selectsOnce } from './selection.ts';

/** Checks images: those selected, or the whole fleet. */
export const scanRequest = z
  .strictObject(SELECTION)
  .refine((request) => Object.keys(request).length === 0 || selectsOnce(request), SELECTS_ONCE);

/** An accepted scan; it will check `total` images. */
export const scanAccepted = z.object({ id, total: z.number().int() });

export const scanProgress = z.object({
  id,
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
});

export type ScanProgressView = z.infer<typeof scanProgress>;
