import { STATUS_LOOK } from '#components/ui/values/status-badge.tsx';
import { STATUS, type Status } from '#lib/lineage/verdict/lineage.ts';
import { shortSpan } from '#lib/lineage/words/time-words.ts';
import type { GraphSvgStyle } from '#lib/sharing/pictures/graph-svg.ts';

/** The largest canvas that browsers support, in pixels. */
const MOST_SIDE = 16_000;
const MOST_AREA = 200_000_000;

/** The page's colours and words for a picture, in the current theme. */
export function pageStyle(now: number): GraphSvgStyle {
  const colour = colourReader();
  const perStatus = <T>(value: (status: Status) => T) =>
    Object.fromEntries(STATUS.map((status) => [status, value(status)])) as Record<Status, T>;
  return {
    ground: colour('--bg'),
    surface: colour('--surface'),
    line: colour('--line-strong'),
    text: colour('--text'),
    muted: colour('--muted'),
    statusInk: perStatus((status) => colour(`--status-${status}`)),
    statusWord: perStatus((status) => STATUS_LOOK[status].word),
    span: (since) => shortSpan(Date.parse(since), now),
  };
}

/** Reads tokens as `#rrggbb`, which every SVG viewer supports; few support OKLCH. */
function colourReader(): (token: string) => string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const probe = document.createElement('span');
  return (token) => {
    document.body.append(probe);
    probe.style.color = `var(${token})`;
    const value = getComputedStyle(probe).color;
    probe.remove();
    if (context === null) return value;
    context.fillStyle = value;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
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
