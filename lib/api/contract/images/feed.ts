import { z } from 'zod';

/** Which changes a feed tells. */
export const feedQuery = z.object({
  filter: z.string().max(2000).optional(),
  all: z
    .enum(['yes', 'no'])
    .default('no')
    .describe('`yes` asks for credentials; without it, who sends none sees public images alone'),
});
