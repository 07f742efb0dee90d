import type { Drawing, DrawnNode } from '#lib/lineage/graph/graph-drawing.ts';
import { type LinkStyle, linkShape, linkStyle } from '#lib/lineage/graph/graph-link-style.ts';
import { boxName } from '#lib/lineage/graph/graph-node-name.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import type { NodeGroup } from '#lib/lineage/graph/node-groups.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/node-size.ts';
import { perStatus, type Status, WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { platformChips } from '#lib/lineage/words/platform-chips.ts';
import { xml } from '../escape-xml.ts';
import { statusPath } from './status-icon-paths.ts';

/** What depends on where a picture is used: colours as CSS values, status words, and durations. */
export interface GraphSvgStyle {
  readonly ground: string;
  readonly surface: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly statusInk: Readonly<Record<Status, string>>;
  readonly statusWord: Readonly<Record<Status, string>>;
  /** How long ago a time (ISO 8601) is, in short: "31 d". */
  span(since: string): string;
}

const MARGIN = 24;
/** The average width of a character in the sans font, in pixels. */
const SANS = 6.3;
const INSIDE = NODE_WIDTH - 20;

/**
 * The drawing as a standalone SVG document, without external fonts, styles and images. If `path` is given, all other
 * nodes and edges are dimmed, as on the page for a selection.
 */
export function graphSvg(
  drawing: Drawing,
  layout: Layout,
  style: GraphSvgStyle,
  path?: ReadonlySet<string>,
): string {
  const width = Math.ceil(layout.width) + 2 * MARGIN;
  const height = Math.ceil(layout.height) + 2 * MARGIN;
  const isDimmed = (...ids: string[]) => path !== undefined && !ids.every((id) => path.has(id));
  const colourless = { ...style, statusInk: perStatus(() => style.text) };
  const edges = drawing.edges.map((edge) => {
    const source = layout.positions.get(edge.source);
    const target = layout.positions.get(edge.target);
    if (source === undefined || target === undefined) return '';
    const look = linkStyle(edge.links);
    const drawn = edgeSvg(look, linkShape(source, target, layout.routes.get(edge.source)), style);
    if (isDimmed(edge.source, edge.target)) return `<g opacity="0.25">${drawn}</g>`;
    return look.dimmed ? `<g opacity="0.5">${drawn}</g>` : drawn;
  });
  const nodes = drawing.nodes.map((node) => {
    const at = layout.positions.get(node.id);
    if (at === undefined) return '';
    const place = `transform="translate(${at.x} ${at.y})"`;
    return isDimmed(node.id)
      ? `<g ${place} opacity="0.65">${nodeSvg(node, colourless)}</g>`
      : `<g ${place}>${nodeSvg(node, style)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" font-family="Inter, system-ui, sans-serif" font-size="12">`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${xml(style.ground)}"/>`,
    ...edges,
    ...nodes,
    '</svg>\n',
  ].join('\n');
}

function edgeSvg(look: LinkStyle, shape: ReturnType<typeof linkShape>, style: GraphSvgStyle): string {
  const ink = xml(look.ink === 'plain' ? style.muted : style.statusInk[look.ink]);
  const { x, y } = shape.mark;
  const dash = look.dashed ? ' stroke-dasharray="5 4"' : '';
  const line = `<path d="${shape.line}" fill="none" stroke="${ink}" stroke-width="1.5"${dash}/><path d="${shape.head}" fill="${ink}"/>`;
  const ground = xml(style.ground);
  if (look.crossed) {
    return `${line}<g transform="translate(${x} ${y})" stroke="${ink}" stroke-width="1.5"><circle r="8" fill="${ground}"/><path d="M-3,-3 L3,3 M3,-3 L-3,3"/></g>`;
  }
  if (look.since === null) return line;
  const words = style.span(look.since);
  const half = (12 + words.length * 6.5) / 2;
  return `${line}<g transform="translate(${shape.label.x - half} ${shape.label.y})"><rect x="${-half}" y="-9" width="${half * 2}" height="18" rx="3" fill="${ground}" stroke="${ink}"/><text y="4" text-anchor="middle" font-size="11" fill="${ink}">${xml(words)}</text></g>`;
}

function nodeSvg(node: DrawnNode, style: GraphSvgStyle): string {
  const isContext = node.kind === 'image' && node.image.matches === false;
  const look = isContext
    ? `fill="${xml(style.ground)}" stroke-dasharray="4 3"`
    : `fill="${xml(style.surface)}"`;
  const frame = `width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="6" ${look} stroke="${xml(style.line)}"`;
  if (node.kind === 'image') {
    const { status, platforms, reference, baseLayers, appLayers } = node.image;
    const room = Math.floor((INSIDE - 30 - style.statusWord[status].length * SANS) / SANS);
    const images = countedParts(node.counts ?? {});
    const corner =
      node.counts === null ? platformChips(platforms).join('  ') : counted(sumOf(images), 'image');
    return [
      `<title>${xml(reference)}</title><rect ${frame}/>`,
      statusSvg(status, style.statusWord[status], style),
      `<text x="${NODE_WIDTH - 10}" y="23" text-anchor="end" fill="${xml(style.muted)}">${xml(cut(corner, room))}</text>`,
      `<text x="10" y="46" font-family="JetBrains Mono, ui-monospace, monospace" fill="${xml(style.text)}">${nameSvg(reference, style)}</text>`,
      node.counts === null
        ? barSvg([
            [baseLayers ?? 0, style.line],
            [appLayers ?? 0, style.text],
          ])
        : barSvg(images.map(([status, count]) => [count, style.statusInk[status]])),
    ].join('');
  }
  const { members, byStatus, worst } = node.group;
  const counts = countedParts(byStatus);
  // On a base of a large fleet, images are only counted.
  const name =
    node.group.images > 0
      ? `${counted(members.length, 'base')} · ${counted(node.group.images, 'image')}`
      : counted(members.length, 'image');
  const words = counts
    .map(([status, count]) => `${count.toLocaleString('en')} ${style.statusWord[status].toLowerCase()}`)
    .join(' · ');
  return [
    `<rect x="4" y="4" ${frame}/><rect ${frame}/>`,
    statusSvg(worst, name, style),
    `<text x="10" y="46" fill="${xml(style.muted)}">${xml(cut(words, Math.floor(INSIDE / SANS)))}</text>`,
    barSvg(counts.map(([status, count]) => [count, style.statusInk[status]])),
  ].join('');
}

/** Images by status, the worst first. */
function countedParts(byStatus: NodeGroup['byStatus']): (readonly [status: Status, count: number])[] {
  return WORST_FIRST.flatMap((status) =>
    byStatus[status] === undefined ? [] : [[status, byStatus[status]] as const],
  );
}

function sumOf(parts: readonly (readonly [status: Status, count: number])[]): number {
  return parts.reduce((sum, [, count]) => sum + count, 0);
}

function statusSvg(status: Status, word: string, { statusInk }: GraphSvgStyle): string {
  const ink = xml(statusInk[status]);
  return `<path transform="translate(10 11) scale(0.583)" d="${statusPath(status)}" fill="none" stroke="${ink}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/><text x="29" y="23" font-weight="600" fill="${ink}">${xml(word)}</text>`;
}

function nameSvg(name: string, { muted }: GraphSvgStyle): string {
  const { registry, repository, end } = boxName(name);
  return `<tspan fill="${xml(muted)}">${xml(registry)}</tspan>${xml(repository)}<tspan font-weight="700">${xml(end)}</tspan>`;
}

function barSvg(parts: readonly (readonly [count: number, colour: string])[]): string {
  const total = parts.reduce((sum, [count]) => sum + count, 0);
  if (total === 0) return '';
  let x = 10;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, colour]) => {
      const width = (INSIDE * count) / total;
      const bar = `<rect x="${x.toFixed(1)}" y="58" width="${Math.max(width - 1, 1).toFixed(1)}" height="4" fill="${xml(colour)}"/>`;
      x += width;
      return bar;
    })
    .join('');
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(most - 1, 0))}…`;
}
