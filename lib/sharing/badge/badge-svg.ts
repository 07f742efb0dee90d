import { xml } from '../escape-xml.ts';
import { statusPath } from '../pictures/status-icon-paths.ts';
import { type Badge, type BadgeStyle, badgeLabel } from './badge.ts';
import { type BadgeLook, LABEL_LOOK, STATUS_BADGE_LOOK } from './badge-colors.ts';
import { HELVETICA_FAMILY, helveticaWidth } from './helvetica-widths.ts';

/** All in CSS pixels. */
const HEIGHT = 20;
const SIZE = 11;
const BASELINE = 14;
const PADDING = 7;
const ICON = 12;
const GAP = 4;
const RADIUS: Readonly<Record<BadgeStyle, number>> = { flat: 4, 'flat-square': 0 };

/**
 * A badge as an SVG document without fonts, images and scripts. Light colours are attributes, which every renderer
 * supports; dark colours are a style for readers with a dark system theme. `requestedLabel` may be any text.
 */
export function badgeSvg(
  { status, message }: Badge,
  requestedLabel: string | null,
  style: BadgeStyle = 'flat',
): string {
  const label = badgeLabel(requestedLabel);
  const labelWidth = Math.ceil(helveticaWidth(label, SIZE));
  const messageWidth = Math.ceil(helveticaWidth(message, SIZE));
  const seam = PADDING + labelWidth + PADDING;
  const width = seam + PADDING + ICON + GAP + messageWidth + PADDING;
  const radius = RADIUS[style];
  const look = STATUS_BADGE_LOOK[status];
  const words = xml(`${label}: ${message}`);
  const icon = `<path class="mi" transform="translate(${seam + PADDING} ${(HEIGHT - ICON) / 2}) scale(${ICON / 24})" d="${statusPath(status)}" fill="none" stroke="${look.light.ink}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${words}">`,
    `<title>${words}</title>`,
    `<style>@media (prefers-color-scheme:dark){${darkRules('l', LABEL_LOOK)}${darkRules('m', look)}}</style>`,
    `<path class="lg" d="${half(0, seam, radius, 'left')}" fill="${LABEL_LOOK.light.ground}"/>`,
    `<path class="mg" d="${half(seam, width, radius, 'right')}" fill="${look.light.ground}"/>`,
    frameSvg(look, seam, width, radius),
    icon,
    `<g font-family="${HELVETICA_FAMILY}" font-size="${SIZE}" text-rendering="geometricPrecision">`,
    textSvg('lt', label, PADDING, labelWidth, LABEL_LOOK.light.ink),
    textSvg('mt', message, seam + PADDING + ICON + GAP, messageWidth, look.light.ink),
    '</g></svg>\n',
  ].join('');
}

function darkRules(part: 'l' | 'm', { dark }: BadgeLook): string {
  const frame = part === 'm' ? `.mi,.mf{stroke:${dark.ink}}` : '';
  return `.${part}g{fill:${dark.ground}}.${part}t{fill:${dark.ink}}${frame}`;
}

/** The outline, inset by half its width so that the picture's edge does not cut it. */
function frameSvg(look: BadgeLook, from: number, to: number, radius: number): string {
  if (look.frame === undefined) return '';
  const dash = look.frame === 'dashed' ? ' stroke-dasharray="3 2"' : '';
  const inner = Math.max(radius - 0.5, 0);
  return `<path class="mf" d="${half(from + 0.5, to - 0.5, inner, 'right', 0.5)}" fill="none" stroke="${look.light.ink}"${dash}/>`;
}

/** The path of a half with round outer corners. */
function half(from: number, to: number, radius: number, side: 'left' | 'right', inset = 0): string {
  const top = inset;
  const bottom = HEIGHT - inset;
  if (radius === 0) return `M${from} ${top}H${to}V${bottom}H${from}Z`;
  const arc = (x: number, y: number) => `A${radius} ${radius} 0 0 1 ${x} ${y}`;
  if (side === 'left') {
    return `M${from + radius} ${top}H${to}V${bottom}H${from + radius}${arc(from, bottom - radius)}V${top + radius}${arc(from + radius, top)}Z`;
  }
  return `M${from} ${top}H${to - radius}${arc(to, top + radius)}V${bottom - radius}${arc(to - radius, bottom)}H${from}Z`;
}

/** `textLength` keeps the text's width on systems without these fonts. */
function textSvg(name: string, text: string, x: number, width: number, ink: string): string {
  return `<text class="${name}" x="${x}" y="${BASELINE}" textLength="${width}" lengthAdjust="spacingAndGlyphs" fill="${ink}">${xml(text)}</text>`;
}
