/** Every node's size, in pixels at zoom 1. */
export const NODE_WIDTH = 240;
export const NODE_HEIGHT = 72;

/** A point of a drawing, in pixels at zoom 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
