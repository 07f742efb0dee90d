import { z } from 'zod';

/** What a receiver would get: an e-mail, or the body of a request without its secrets. */
export const messagePreview = z
  .object({
    form: z.enum(['mail', 'json']),
    subject: z.string().nullable(),
    text: z.string(),
  })
  .meta({ id: 'MessagePreview' });

export type MessagePreviewView = z.infer<typeof messagePreview>;
