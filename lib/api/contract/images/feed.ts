import { z } from 'zod';
import { filterText } from '../primitives.ts';

/** Which changes a feed contains. */
export const feedQuery = z.object({
  filter: filterText.optional(),
  all: z
    .enum(['yes', 'no'])
    .default('no')
    .describe('`yes` requires credentials; otherwise anonymous readers get public images only'),
});
