import type { z } from 'zod';
import type { FleetContext } from '#lib/fleet/context.ts';
import { markImage, markImages } from '#lib/fleet/mark-public.ts';
import type { imagePatch, publicRequest } from '../contract/images.ts';
import { presentImage } from '../present/images.ts';
import { knownId } from './known-id.ts';

/** Public marks, badges and the feed, as routes call them, in the contract's words. */
export function createBadgeApplication(context: FleetContext) {
  return {
    async patchImage(id: string, asked: z.output<typeof imagePatch>) {
      return presentImage(await markImage(context, knownId(id), asked.public));
    },
    async markImages({ filter, ids, public: isPublic }: z.output<typeof publicRequest>) {
      const { changed, total } = await markImages(
        context,
        ids === undefined ? { filter: filter ?? '' } : { ids },
        isPublic,
      );
      return { changed, total };
    },
  };
}
