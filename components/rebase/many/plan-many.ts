import pMap from 'p-map';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { imagesPath } from '#lib/api/client/images.ts';
import { planRebase } from '#lib/api/client/rebases.ts';
import { requestJson } from '#lib/api/client/request.ts';
import type { ImagePageView, ImageView } from '#lib/api/contract/images/images.ts';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { MOST_IMAGES, type PlannedImage } from './many-plans.ts';

/** Images as the URL of the page names them: by id, or by a filter with exceptions. */
export interface ManyImages {
  readonly ids: readonly string[];
  readonly filter: string | null;
  readonly except: readonly string[];
}

/** Requests at a time: half of the plans that the server computes at once. */
const AT_ONCE = 4;

/** The images to plan, at most {@link MOST_IMAGES}, and how many are meant. Ids that are gone are left out. */
export async function findImages(asked: ManyImages): Promise<{ images: ImageView[]; total: number }> {
  if (asked.filter !== null) {
    const view = { filter: asked.filter, sort: 'reference' } as const;
    const limit = MOST_IMAGES + asked.except.length;
    const page = await requestJson<ImagePageView>(imagesPath(view, undefined, limit));
    const images = page.items.filter(({ id }) => !asked.except.includes(id));
    return { images: images.slice(0, MOST_IMAGES), total: page.total - (page.items.length - images.length) };
  }
  const found = await pMap(asked.ids.slice(0, MOST_IMAGES), readImage, { concurrency: AT_ONCE });
  return { images: found.flatMap((image) => image ?? []), total: asked.ids.length };
}

async function readImage(id: string): Promise<ImageView | undefined> {
  try {
    return await requestJson<ImageView>(`/images/${encodeURIComponent(id)}`);
  } catch (error) {
    if (problemIn(error).status === 404) return undefined;
    throw error;
  }
}

/** Plans the rebase of each image, and reports how many are done. Nothing is pushed. */
export async function planMany(
  images: readonly ImageView[],
  onProgress: (done: number) => void,
): Promise<PlannedImage[]> {
  let done = 0;
  return pMap(
    images,
    async ({ reference, baseName }) => {
      const outcome = await planOne(reference);
      done += 1;
      onProgress(done);
      return { image: { reference, baseName }, ...outcome };
    },
    { concurrency: AT_ONCE },
  );
}

async function planOne(
  reference: string,
): Promise<{ plan: RebasePlanView | null; refusal: PlannedImage['refusal'] }> {
  try {
    return { plan: await planRebase({ reference }), refusal: null };
  } catch (error) {
    const { detail, refusal } = problemIn(error);
    return { plan: null, refusal: { words: detail, isCurrent: refusal?.kind === 'already-current' } };
  }
}
