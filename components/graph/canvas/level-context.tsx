'use client';

import { createContext, use } from 'react';
import type { ZoomLevel } from './zoom-level.ts';

const Level = createContext<ZoomLevel>('near');

/** Says to the nodes and links inside how much of each is drawn. */
export const LevelProvider = Level;

/** How much of a node or a link is drawn. */
export function useLevel(): ZoomLevel {
  return use(Level);
}
