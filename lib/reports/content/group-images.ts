import { REPORT_ACTION, type ReportAction, type ReportContent, type ReportImage } from './report.ts';

/** The images of one action, in the report's order. */
export interface ReportGroup {
  readonly action: ReportAction;
  readonly images: readonly ReportImage[];
}

/** A report's images by action; actions without images are left out. */
export function groupImages({ images }: Pick<ReportContent, 'images'>): ReportGroup[] {
  const byAction = Map.groupBy(images, ({ action }) => action);
  return REPORT_ACTION.flatMap((action) => {
    const group = byAction.get(action);
    return group === undefined ? [] : [{ action, images: group }];
  });
}

/** Sorts images for a report: by action, then the longest behind first, then by name. */
export function sortImages(images: readonly ReportImage[]): ReportImage[] {
  const place = ({ action }: ReportImage) => REPORT_ACTION.indexOf(action);
  const since = ({ behindSince }: ReportImage) => behindSince ?? '~';
  return images.toSorted(
    (a, b) => place(a) - place(b) || compare(since(a), since(b)) || compare(a.reference, b.reference),
  );
}

/** By code units: the same order on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
