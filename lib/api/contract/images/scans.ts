import { z } from 'zod';
import { filterText } from '../primitives.ts';
import { id } from './images.ts';

export const scanRequest = z.strictObject({ filter: filterText.optional() });

/** An accepted scan; it will check `total` images. */
export const scanAccepted = z.object({ id, total: z.number().int() });

export const scanProgress = z.object({
  id,
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
});

export type ScanProgressView = z.infer<typeof scanProgress>;
