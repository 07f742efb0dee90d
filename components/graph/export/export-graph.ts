import { perStatus, STATUSES } from '#lib/lineage/vocabulary/status.ts';
import { shortSpan } from '#lib/lineage/words/time-words.ts';
import type { GraphSvgStyle } from '#lib/sharing/pictures/graph-svg.ts';

/** More pixels than this no browser's canvas takes. */
const MOST_SIDE = 16_000;
const MOST_AREA = 200_000_000;

/** The page's colours and words as a picture takes them: in the theme that is shown. */
export function pageStyle(now: number): GraphSvgStyle {
  const colour = colourReader();
  return {
    ground: colour('--bg'),
    surface: colour('--surface'),
    line: colour('--line-strong'),
    text: colour('--text'),
    muted: colour('--muted'),
    statusInk: perStatus((status) => colour(`--status-${status}`)),
    statusWord: perStatus((status) => STATUSES[status].word),
    span: (since) => shortSpan(Date.parse(since), now),
  };
}

/** Reads tokens as `#rrggbb`, which every program that opens an SVG knows; OKLCH few do. */
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

/** An SVG document as a PNG, twice as fine as on the page, or as fine as a canvas can be. */
export async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { width, height } = image;
    const scale = Math.min(2, MOST_SIDE / Math.max(width, height), Math.sqrt(MOST_AREA / (width * height)));
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (png === null) throw new Error('The browser could not make a picture of this size: save it as SVG.');
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Hands a file to the browser to save. */
export function saveBlob(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
