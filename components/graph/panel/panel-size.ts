/** How large the panel is, and whether it is reduced to its title. */
export interface PanelSize {
  /** In pixels, beside the graph. */
  readonly width: number;
  /** In percent of the page's height, on a phone. */
  readonly height: number;
  readonly collapsed: boolean;
}

/** What each side can be, and how far one key press moves it. */
export const PANEL_LIMITS = {
  width: { least: 280, most: 720, step: 24 },
  height: { least: 20, most: 70, step: 5 },
} as const;

export const USUAL_SIZE: PanelSize = { width: 400, height: 42, collapsed: false };

/** A size within its limits. */
export function withinLimits(side: 'width' | 'height', size: number): number {
  const { least, most } = PANEL_LIMITS[side];
  return Math.round(Math.min(Math.max(size, least), most));
}

/** The size after a key on the panel's edge; undefined for a key that means nothing there. */
export function sizeAfterKey(side: 'width' | 'height', size: number, key: string): number | undefined {
  const { least, most, step } = PANEL_LIMITS[side];
  const [larger, smaller] = side === 'width' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  switch (key) {
    case larger:
      return withinLimits(side, size + step);
    case smaller:
      return withinLimits(side, size - step);
    case 'Home':
      return least;
    case 'End':
      return most;
    default:
      return undefined;
  }
}

/** Reads a stored size; whatever is missing or out of bounds is as usual. */
export function readPanelSize(text: string | null): PanelSize {
  try {
    const { width, height, collapsed } = JSON.parse(text ?? '{}') as Partial<Record<string, unknown>>;
    return {
      width: typeof width === 'number' ? withinLimits('width', width) : USUAL_SIZE.width,
      height: typeof height === 'number' ? withinLimits('height', height) : USUAL_SIZE.height,
      collapsed: collapsed === true,
    };
  } catch {
    return USUAL_SIZE;
  }
}
