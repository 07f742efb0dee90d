import { z } from 'zod';

/** A hold as it shows on an image. */
export const imageHold = z.object({
  id: z.string(),
  until: z.coerce.date().nullable(),
  untilNextDigest: z.boolean(),
  reason: z.string(),
  createdBy: z.string(),
});

/** The hold that snoozes an image: until when, why, and who set it. */
export type ImageHold = z.output<typeof imageHold>;
