/** Below this zoom a node's text of 12 pixels is not legible. */
const MIDDLE = 0.62;
/** Below this zoom no text is legible and a thousand nodes may be visible, so each is drawn as a plain box. */
const FAR = 0.3;

/** How much of a node is drawn: everything; its name and status in large letters; its status as a colour. */
export type ZoomLevel = 'near' | 'middle' | 'far';

/** The level of a zoom. */
export function zoomLevel(zoom: number): ZoomLevel {
  if (zoom < FAR) return 'far';
  return zoom < MIDDLE ? 'middle' : 'near';
}
