import { z } from 'zod';

/** Which changes a feed contains. */
export const feedQuery = z.object({
  filter: z.string().max(2000).optional(),
  all: z
    .enum(['yes', 'no'])
    .default('no')
    .describe('`yes` requires credentials; otherwise anonymous readers get public images only'),
});
