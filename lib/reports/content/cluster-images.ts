import type { ReportImage } from './report.ts';
import { outageWords } from './report-sentences.ts';

/** Images of which a report says the same: one status, one base, one finding. */
export interface ImageCluster {
  /** The first of the images; what it says of its base and its finding holds for each of them. */
  readonly example: ReportImage;
  readonly images: readonly ReportImage[];
}

/** Images by what is said of them, in the order of each cluster's first image. `asOf` is the report's time. */
export function clusterImages(images: readonly ReportImage[], asOf: string): ImageCluster[] {
  const saying = (image: ReportImage) =>
    JSON.stringify([
      image.status,
      image.baseName ?? image.baseDigest,
      image.currentDigest,
      image.summary,
      image.newerTag,
      image.lineage?.links[0]?.base?.newerTagReason,
      outageWords(image, asOf),
    ]);
  return [...Map.groupBy(images, saying).values()].flatMap((same) =>
    same[0] === undefined ? [] : [{ example: same[0], images: same }],
  );
}
