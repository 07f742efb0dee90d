import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PALETTE, paletteCss } from './palette.ts';

const css = readFileSync(join(import.meta.dirname, '..', '..', '..', 'app', 'globals.css'), 'utf8');

/** OKLCH to sRGB (Björn Ottosson, "A perceptual color space for image processing"). */
function hex(oklch: string): string {
  const [lightness = 0, chroma = 0, hue = 0] = oklch.split(' ').map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${channels
    .map((linear) => (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055))
    .map((channel) => Math.round(255 * Math.min(1, Math.max(0, channel))))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;
}

it.each(Object.entries(PALETTE))('%s is the app’s own token', (token, [light, dark]) => {
  const found = new RegExp(`--${token}: light-dark\\(oklch\\(([^)]*)\\), oklch\\(([^)]*)\\)\\)`).exec(css);
  expect([hex(found?.[1] ?? ''), hex(found?.[2] ?? '')]).toEqual([light, dark]);
});

it('becomes variables that follow the system', () => {
  expect(paletteCss()).toContain('color-scheme:light dark');
  expect(paletteCss()).toContain('--status-broken:light-dark(#b7191c,#ff7d78)');
});
