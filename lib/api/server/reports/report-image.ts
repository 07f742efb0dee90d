import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ImageResponse } from 'next/og.js';
import type { ReactElement, ReactNode } from 'react';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { absoluteTime } from '#lib/lineage/words/time-words.ts';
import type { ReportContent } from '#lib/reports/content/report.ts';
import { countsOf } from '#lib/reports/content/report-sentences.ts';
import { inkOf } from '#lib/reports/pictures/report-pictures.ts';
import { statusPath } from '#lib/sharing/pictures/status-icon-paths.ts';

/** The size that link previews use (Open Graph), in pixels. */
const WIDTH = 1200;
const HEIGHT = 630;
const LONGEST_TITLE = 110;

const SUBSETS = ['latin', 'latin-ext', 'greek', 'cyrillic'] as const;
const WEIGHTS = [400, 600] as const;

const fonts = Promise.all(
  WEIGHTS.flatMap((weight) =>
    SUBSETS.map(async (subset) => {
      const file = import.meta.resolve(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff`);
      return {
        name: `Inter ${subset}`,
        data: await readFile(fileURLToPath(file)),
        weight,
        style: 'normal' as const,
      };
    }),
  ),
);

/**
 * A report's picture for link previews, as PNG: its title, the counts by status and its time. Characters that the local
 * fonts lack are left out, because the library would download a font for them.
 */
export async function reportPicture(content: ReportContent): Promise<Uint8Array<ArrayBuffer>> {
  const picture = new ImageResponse(drawing(content), {
    width: WIDTH,
    height: HEIGHT,
    fonts: (await fonts).map((font) => ({ ...font, name: font.name })),
  });
  return new Uint8Array(await picture.arrayBuffer());
}

function drawing(content: ReportContent): ReactElement {
  const ink = (token: Parameters<typeof inkOf>[0]) => inkOf(token, 'light');
  const total = Math.max(1, content.summary.total);
  const counts = countsOf(content);
  const bar = counts.map(({ status, count }) =>
    box({
      width: Math.max(6, (1056 * count) / total),
      flexShrink: 1,
      height: 28,
      marginRight: 4,
      background: ink(`status-${status}`),
    }),
  );
  const legend = counts.map(({ status, word, count }) =>
    box(
      { alignItems: 'center', marginRight: 48, marginTop: 20, color: ink(`status-${status}`), fontSize: 32 },
      [
        icon(statusPath(status), ink(`status-${status}`)),
        box({ marginLeft: 12, fontWeight: 600 }, count.toLocaleString('en')),
        box({ marginLeft: 12 }, word),
      ],
    ),
  );
  return box(
    {
      width: WIDTH,
      height: HEIGHT,
      padding: 72,
      flexDirection: 'column',
      background: ink('surface'),
      color: ink('text'),
      fontFamily: SUBSETS.map((subset) => `"Inter ${subset}"`).join(', '),
    },
    [
      box({ fontSize: 28, color: ink('muted') }, 'Baseboard'),
      box({ marginTop: 16, fontSize: 56, lineHeight: 1.15, fontWeight: 600 }, drawableTitle(content.title)),
      box({ flexGrow: 1 }),
      box({ fontSize: 32 }, counted(content.summary.total, 'image')),
      box({ marginTop: 16, width: 1056 }, bar),
      box({ flexWrap: 'wrap' }, legend),
      box({ marginTop: 36, fontSize: 26, color: ink('muted') }, `As of ${absoluteTime(content.asOf)}`),
    ],
  );
}

function box(style: Readonly<Record<string, string | number>>, children?: ReactNode): ReactElement {
  return {
    type: 'div',
    key: null,
    props: { style: { display: 'flex', ...style }, children },
  } as ReactElement;
}

function icon(path: string, stroke: string): ReactElement {
  const line = {
    d: path,
    fill: 'none',
    stroke,
    strokeWidth: 2.2,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  };
  const children = { type: 'path', key: null, props: line };
  const props = { width: 34, height: 34, viewBox: '0 0 24 24', children };
  return { type: 'svg', key: null, props } as unknown as ReactElement;
}

/** Characters in the fonts: Latin, Greek and Cyrillic with their punctuation. */
export const DRAWABLE =
  /[\u{20}-\u{7e}\u{a1}-\u{ac}\u{ae}-\u{148}\u{14a}-\u{17f}\u{386}\u{388}-\u{38a}\u{38c}\u{38e}-\u{3a1}\u{3a3}-\u{3ce}\u{401}-\u{40c}\u{40e}-\u{44f}\u{451}-\u{45c}\u{45e}\u{45f}\u{2013}\u{2014}\u{2018}-\u{201a}\u{201c}-\u{201e}\u{2022}\u{2026}\u{20ac}]/u;

/** A title with the characters that the fonts have, cut to fit the picture. */
export function drawableTitle(title: string): string {
  const text = [...title.normalize('NFC')]
    .filter((character) => DRAWABLE.test(character))
    .join('')
    .replace(/ {2,}/g, ' ')
    .trim();
  return text.length <= LONGEST_TITLE ? text : `${text.slice(0, LONGEST_TITLE - 1).trimEnd()}…`;
}
