import type { ReactFlowState } from 'reactflow';

/** Below this zoom no text is legible and a thousand nodes may be visible, so each is drawn as a plain box. */
const FAR = 0.35;

/** True if the graph is zoomed out that far. */
export const isZoomedOut = ({ transform }: ReactFlowState): boolean => transform[2] < FAR;
