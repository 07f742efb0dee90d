import type { LayerListing } from '../layer-listing/layer-listing.ts';
import { listArchive } from '../layer-listing/list-layer.ts';
import { archive, inPieces, type Written } from '../layer-listing/testing.ts';
import type { Steps } from './interruptible-work.ts';

/** Runs all steps without a pause. */
export function allSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A layer by the names of its entries: `dir/`, `link -> target`, else a file. */
export function layer(...names: readonly string[]): Promise<LayerListing> {
  const entries = names.map((name): Written => {
    const [path = '', target] = name.split(' -> ');
    if (target !== undefined) return { name: path, flag: '2', linkName: target };
    return path.endsWith('/')
      ? { name: path, flag: '5' }
      : { name: path, content: 'ID=debian\nVERSION_ID=12' };
  });
  return listArchive(inPieces(archive(...entries)), { wants: (path) => path.endsWith('os-release') });
}
