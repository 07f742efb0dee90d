import type { ReactFlowState } from 'reactflow';

/** Below this zoom no word can be read, and a thousand boxes may be in view: each is drawn as little as can be. */
const FAR = 0.35;

/** True where the graph is looked at from afar. */
export const isZoomedOut = ({ transform }: ReactFlowState): boolean => transform[2] < FAR;
