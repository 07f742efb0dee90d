import { perStatus, STATUSES } from '#lib/lineage/vocabulary/status.ts';
import { shortSpan } from '#lib/lineage/words/time-words.ts';
import type { GraphSvgStyle } from '#lib/sharing/pictures/graph-svg.ts';
import { colourReader } from '../page-colours.ts';

/** The largest canvas that browsers support, in pixels. */
const MOST_SIDE = 16_000;
const MOST_AREA = 200_000_000;

/** The page's colours and words for a picture, in the current theme. */
export function pageStyle(now: number): GraphSvgStyle {
  const colour = colourReader();
  return {
    ground: colour('var(--bg)'),
    surface: colour('var(--surface)'),
    line: colour('var(--line-strong)'),
    text: colour('var(--text)'),
    muted: colour('var(--muted)'),
    statusInk: perStatus((status) => colour(`var(--status-${status})`)),
    statusWord: perStatus((status) => STATUSES[status].word),
    span: (since) => shortSpan(Date.parse(since), now),
  };
}

/** The scale of a PNG: twice the page's, or as much as a canvas supports. */
export function pngScale(width: number, height: number): number {
  return Math.min(2, MOST_SIDE / Math.max(width, height), Math.sqrt(MOST_AREA / (width * height)));
}

/** An SVG document as a PNG. */
export async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { width, height } = image;
    const scale = pngScale(width, height);
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (png === null)
      throw new Error('The browser could not create a picture of this size. Export it as SVG.');
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
