import type { ScanProgress } from '#lib/store/scans/scans.ts';
import { beginScan, type ScanContext } from '../scan/scan-images.ts';
import { takeBackImages } from '../scan/set-aside-image.ts';
import { type ImageSelection, selectImages } from './select-images.ts';

/**
 * Scans selected images in the background, even if they were set aside. Throws `FilterSyntaxError` and
 * `SelectionChangedError`.
 */
export async function scanSelected(context: ScanContext, selection: ImageSelection): Promise<ScanProgress> {
  const { images } = await selectImages(context, selection);
  await takeBackImages(
    context,
    images.map(({ id }) => id),
  );
  return beginScan(context, images);
}
